/** Every command once: toolbar, shortcut and command palette take it from here. */
@NullMarked
package ldmstudio.app.action;

import org.jspecify.annotations.NullMarked;
