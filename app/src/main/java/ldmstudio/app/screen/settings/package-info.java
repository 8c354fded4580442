/** Theme, folders, threads and what this machine can do. */
@NullMarked
package ldmstudio.app.screen.settings;

import org.jspecify.annotations.NullMarked;
