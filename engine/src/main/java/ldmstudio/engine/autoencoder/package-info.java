/** Stage 1: pictures to latents and back. */
package ldmstudio.engine.autoencoder;
