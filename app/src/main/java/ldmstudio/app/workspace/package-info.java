/** What is remembered: the person's settings, the workspace folder and the runs in it. */
@NullMarked
package ldmstudio.app.workspace;

import org.jspecify.annotations.NullMarked;
