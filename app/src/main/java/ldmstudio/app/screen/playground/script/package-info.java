/** "Script": prompt matrices and X/Y/Z grids. */
@NullMarked
package ldmstudio.app.screen.playground.script;

import org.jspecify.annotations.NullMarked;
