/**
 * The forward process: noise schedules, what a denoiser predicts, its loss, and which timesteps are
 * trained and sampled. Knows no network.
 */
package ldmstudio.engine.diffusion;
