/**
 * Controls that several screens use: picture grids and viewers, sliders that accept typing, and the
 * form that is made from the configuration's records.
 */
@NullMarked
package ldmstudio.app.control;

import org.jspecify.annotations.NullMarked;
