/** The page on which pictures are drawn from a trained model, growing on screen. */
@NullMarked
package ldmstudio.app.screen.playground;

import org.jspecify.annotations.NullMarked;
