package ldmstudio.engine.video;

import java.io.IOException;
import java.nio.file.Path;
import ldmstudio.engine.data.PixelImage;

/**
 * Takes the frames of a video in order. Each is on disk when {@link #frame} returns; {@link
 * #finish} makes the video of them. Closing an unfinished writer keeps the frames, and one that is
 * opened again with the same recipe goes on after {@link #kept()} frames.
 */
public interface VideoWriter extends AutoCloseable {
    /** Hears how far the video is, and may end the work. */
    interface Progress {
        Progress NONE = (frame, frames) -> true;

        /**
         * A frame is in the video.
         *
         * @return whether to go on; if not, the work ends with a {@code CancellationException} and
         *     the frames stay
         */
        boolean frame(int frame, int frames);
    }

    /** The finished video. */
    record Finished(Path path, int frames, double seconds, int width, int height) {}

    /** Frames that are there already: the next one to give is this one, counted from 0. */
    int kept();

    /** A frame that is there already. */
    PixelImage frame(int index) throws IOException;

    /**
     * Takes the next frame.
     *
     * @param caption words of the bar below it; shown if the settings want captions
     * @throws IllegalArgumentException for a picture of another size than the first
     */
    void frame(PixelImage picture, String caption) throws IOException;

    /** The next frame without words. */
    default void frame(PixelImage picture) throws IOException {
        frame(picture, "");
    }

    /**
     * Makes the video and removes what was kept aside.
     *
     * @throws VideoException when there is no frame, or the video cannot be written
     */
    Finished finish(Progress progress) throws IOException;

    /** Ends the work; frames of an unfinished video stay. */
    @Override
    void close() throws IOException;
}
