/** Numbers, times and sizes as people read them. */
@NullMarked
package ldmstudio.app.text;

import org.jspecify.annotations.NullMarked;
