/** The Interpolate page: a walk between pictures that is dragged, played and rendered. */
@NullMarked
package ldmstudio.app.screen.interpolate;

import org.jspecify.annotations.NullMarked;
