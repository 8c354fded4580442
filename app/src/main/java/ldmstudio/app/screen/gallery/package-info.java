/** The Gallery page: every picture and video of the workspace, where it came from, and again. */
@NullMarked
package ldmstudio.app.screen.gallery;

import org.jspecify.annotations.NullMarked;
