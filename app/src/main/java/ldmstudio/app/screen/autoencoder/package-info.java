/** The page of stage 1: pictures to latents and back, and when the discriminator joins in. */
@NullMarked
package ldmstudio.app.screen.autoencoder;

import org.jspecify.annotations.NullMarked;
