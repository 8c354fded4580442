package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.pipeline.FilmProgress;
import ldmstudio.engine.pipeline.WalkFilm;
import ldmstudio.engine.pipeline.WalkPacing;

/** A loaded model that pictures can be drawn from; draws on one thread at a time. */
public interface SampleModel extends AutoCloseable {
    /**
     * What a form needs to know, in JSON values: {@code stage}, {@code step}, {@code img_size},
     * {@code size_multiple} (of what sides must be multiples), {@code classes} (list of names,
     * empty: none), {@code sampler}, {@code steps}, {@code guidance_scale}, {@code device}.
     */
    Map<String, Object> description();

    /**
     * Draws the pictures and writes each as a PNG with its recipe into {@link
     * SampleSettings#outDir()}. Asks {@link SampleListener#cancelled()} at every sampling step and
     * then returns early.
     *
     * @throws RefusedException for settings that this model cannot fulfil, such as a class that it
     *     does not know
     */
    void sample(SampleSettings settings, SampleListener listener) throws Exception;

    /**
     * Draws one picture of each of the drawings, all at once, see {@link SampleBatches}; the
     * listener's pictures are numbered as the drawings.
     *
     * @throws RefusedException for settings that this model cannot fulfil
     */
    default void sampleTogether(List<SampleSettings> drawings, SampleListener listener)
            throws Exception {
        throw new RefusedException("this model draws one after the other", "");
    }

    /**
     * Follows one picture step by step, see {@link Request.Trajectory}.
     *
     * @return number of states of the first way and of the branch
     * @throws RefusedException for settings that this model cannot fulfil
     * @throws java.util.concurrent.CancellationException when the watcher asked for it
     */
    int[] trajectory(Request.Trajectory request, TrajectoryWatch watch) throws Exception;

    /**
     * One picture of a walk as PNG, see {@link Request.Frame}.
     *
     * @throws RefusedException for a walk that this model cannot draw
     * @throws java.util.concurrent.CancellationException when that was asked for
     */
    byte[] frame(WalkConfig walk, double at, double atY, int steps, BooleanSupplier cancelled)
            throws Exception;

    /**
     * What a person should know about the pictures at a walk's ends; empty: nothing.
     *
     * @throws RefusedException for a walk that this model cannot draw
     */
    default List<String> notices(WalkConfig walk) throws Exception {
        return List.of();
    }

    /**
     * How well the autoencoder gives a picture back, see {@link Request.GiveBack}.
     *
     * @throws RefusedException for what is no picture
     */
    default Map<String, Object> givenBack(Path picture) throws Exception {
        return Map.of();
    }

    /**
     * Begins to measure a walk's pace, see {@link Request.Pace}.
     *
     * @throws RefusedException for a walk that this model cannot draw
     */
    default WalkPacing pacing(WalkConfig walk) throws Exception {
        throw new RefusedException("this model measures no walks", "");
    }

    /**
     * Renders a walk, see {@link Request.Render}.
     *
     * @throws RefusedException for a walk that this model cannot draw
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    RenderedWalk render(WalkConfig walk, VideoConfig video, Path out, WalkFilm.Listener listener)
            throws Exception;

    /**
     * How the text encoder reads a text, see {@link Request.Tokens}; unlike the others, on any
     * thread and even while it draws or after it was closed.
     */
    Map<String, Object> tokens(String text);

    /** Words that the text encoder knows as one piece; on any thread like {@link #tokens}. */
    List<String> vocabulary();

    /** Films one sampling, see {@link Request.Film}; returns the answer's fields. */
    default Map<String, Object> denoisingFilm(
            FilmConfig film, BeginSettings from, Path out, FilmProgress progress) throws Exception {
        throw new RefusedException("this model makes no films", "");
    }

    /** Draws a picture again and compares, see {@link Request.Redraw}. */
    default Map<String, Object> redraw(Path picture, SampleListener listener) throws Exception {
        throw new RefusedException("this model draws no picture again", "");
    }

    /** Memory that its weights take. */
    long bytes();

    @Override
    void close();
}
