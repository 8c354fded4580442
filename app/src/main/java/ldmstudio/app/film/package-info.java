/** Films that are rendered in the background: what is asked for, how far it is, what came of it. */
@NullMarked
package ldmstudio.app.film;

import org.jspecify.annotations.NullMarked;
