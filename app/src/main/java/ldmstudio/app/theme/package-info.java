/** Light and dark, fonts and the style sheet. */
@NullMarked
package ldmstudio.app.theme;

import org.jspecify.annotations.NullMarked;
