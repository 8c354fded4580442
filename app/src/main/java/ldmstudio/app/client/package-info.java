/** The way to the workers: child processes that speak JSON lines, and the folders they write. */
@NullMarked
package ldmstudio.app.client;

import org.jspecify.annotations.NullMarked;
