/** The page of stage 2: a denoiser on the latents of a finished autoencoder. */
@NullMarked
package ldmstudio.app.screen.diffusion;

import org.jspecify.annotations.NullMarked;
