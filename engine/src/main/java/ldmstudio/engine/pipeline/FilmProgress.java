package ldmstudio.engine.pipeline;

import java.util.concurrent.CancellationException;
import ldmstudio.engine.data.PixelImage;

/** Hears how far a film is, on the thread that makes it, and may end it. */
public interface FilmProgress {
    /** Hears nothing. */
    FilmProgress NONE = (what, done, total) -> true;

    /**
     * The film stands somewhere.
     *
     * @param what is being done, in words
     * @return whether to go on; if not, the film ends with a {@code CancellationException} and
     *     whole frames stay
     */
    boolean at(String what, int done, int total);

    /**
     * A frame that shows something new was added or is kept from before; it stands until the next
     * one.
     *
     * @param frame its number, from 0
     */
    default void frame(int frame, int frames, PixelImage picture) {}

    /** As {@link #at}, ending the film where that is wished. */
    default void reach(String what, int done, int total) {
        if (!at(what, done, total)) {
            throw new CancellationException("the film was cancelled");
        }
    }
}
