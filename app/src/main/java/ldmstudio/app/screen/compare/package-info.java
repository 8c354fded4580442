/** The page that holds models, samplers and settings against each other, from the same noise. */
@NullMarked
package ldmstudio.app.screen.compare;

import org.jspecify.annotations.NullMarked;
