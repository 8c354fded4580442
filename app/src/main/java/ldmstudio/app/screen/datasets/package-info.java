/** The screen on which collections of pictures are added, looked through and checked. */
@NullMarked
package ldmstudio.app.screen.datasets;

import org.jspecify.annotations.NullMarked;
