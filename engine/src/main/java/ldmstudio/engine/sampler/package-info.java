/**
 * From noise to a sample: one file a sampler, each a function of a denoiser, a source of noise and
 * a list of timesteps. Knows no network.
 */
package ldmstudio.engine.sampler;
