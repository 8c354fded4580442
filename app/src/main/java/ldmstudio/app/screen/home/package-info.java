/** The first page: three doors, and where one was. */
@NullMarked
package ldmstudio.app.screen.home;

import org.jspecify.annotations.NullMarked;
