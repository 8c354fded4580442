/** What the window tells people: a short toast, kept in a history. */
@NullMarked
package ldmstudio.app.notify;

import org.jspecify.annotations.NullMarked;
