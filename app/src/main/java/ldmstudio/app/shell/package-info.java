/** The window around the screens: rail, top bar, jobs bar, toasts. */
@NullMarked
package ldmstudio.app.shell;

import org.jspecify.annotations.NullMarked;
