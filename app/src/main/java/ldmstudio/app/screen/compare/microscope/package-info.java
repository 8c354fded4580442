/** How a sampling comes about, step by step: one way, two side by side, or one that branches. */
@NullMarked
package ldmstudio.app.screen.compare.microscope;

import org.jspecify.annotations.NullMarked;
