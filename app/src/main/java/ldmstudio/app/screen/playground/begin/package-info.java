/** "Start from": a picture, a painted mask, room around it. */
@NullMarked
package ldmstudio.app.screen.playground.begin;

import org.jspecify.annotations.NullMarked;
