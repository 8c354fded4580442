/** Stage 2: the networks that predict the noise in a latent. */
package ldmstudio.engine.denoiser;
