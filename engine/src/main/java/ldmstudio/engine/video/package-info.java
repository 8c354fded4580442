/**
 * Frames to a video file: MP4, GIF, APNG or a folder of pictures, and back to frames.
 *
 * <p>The only door to FFmpeg. Knows pictures and {@link ldmstudio.engine.config.VideoConfig}, not
 * who draws them.
 */
@NullMarked
package ldmstudio.engine.video;

import org.jspecify.annotations.NullMarked;
