/** The Models page: says what a file or folder of weights is and what can be done with it. */
@NullMarked
package ldmstudio.app.screen.models;

import org.jspecify.annotations.NullMarked;
