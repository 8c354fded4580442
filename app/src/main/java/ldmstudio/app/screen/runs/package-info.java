/** The runs of the workspace. */
@NullMarked
package ldmstudio.app.screen.runs;

import org.jspecify.annotations.NullMarked;
