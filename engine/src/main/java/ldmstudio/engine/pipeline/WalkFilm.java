package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTimeline;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.video.VideoWriter;
import ldmstudio.engine.video.VideoWriters;

/**
 * Renders a walk: its pictures at the times of the frames, one after the other into a video. What
 * was cancelled goes on with the frames that are there, if walk and model are the same.
 */
public final class WalkFilm {
    /** Hears how far the film is. */
    public interface Listener {
        /**
         * Work is done.
         *
         * @param text what is being done, for people
         * @param done of {@code total} pieces of it
         */
        void progress(String text, int done, int total);

        /** A frame is on disk. */
        void frame(int frame, int frames, PixelImage picture);

        /** Asked before every picture and every step; true ends the work. */
        boolean cancelled();
    }

    /**
     * A film that is done.
     *
     * @param frames shown, ping-pong included
     * @param times of the walk's drawn frames
     * @param spreadBefore of the changes between frames at even times, as the probes measured them;
     *     0 without re-timing
     * @param spread of the changes between the frames as they are; 0 without re-timing
     */
    public record Done(
            Path path,
            int frames,
            double seconds,
            List<Double> times,
            double spreadBefore,
            double spread) {}

    private final Walk walk;
    private final DiffusionModel model;
    private final VideoRecipe recipe;

    /**
     * @param recipe what the film is, by which unfinished frames are known again
     */
    public WalkFilm(Walk walk, DiffusionModel model, VideoRecipe recipe) {
        this.walk = walk;
        this.model = model;
        this.recipe = recipe;
    }

    /** The times of a film's frames. */
    static List<Double> times(WalkConfig walk, boolean closed, int fps, WalkPace pace) {
        int frames = WalkTimeline.frames(walk.seconds(), fps);
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            times.add(pace.time(WalkTimeline.time(i, frames, closed)));
        }
        return times;
    }

    /**
     * Renders the film.
     *
     * @throws IOException when it cannot be written, or the weights for re-timing cannot be read
     * @throws CancellationException when the listener asked for it; whole frames are kept
     */
    public Done render(Path out, VideoConfig video, Listener listener) throws IOException {
        WalkConfig config = walk.config();
        VideoConfig shown = video.with("ping_pong", config.pingPong() || video.pingPong());
        int factor = model.autoencoder() == null ? 1 : model.autoencoder().factor();
        int width = model.width() * factor;
        int height = model.height() * factor;
        try (VideoWriter writer = VideoWriters.open(out, shown, width, height, recipe)) {
            boolean retimed = !config.retime().equals("none");
            WalkPace pace = retimed ? pace(listener) : WalkPace.even();
            List<Double> times = times(config, walk.closed(), video.fps(), pace);
            draw(writer, times, listener);
            double before = retimed ? spreadBefore(pace, times.size()) : 0;
            double after = retimed ? spread(writer, times.size()) : 0;
            VideoWriter.Finished done =
                    writer.finish(
                            (frame, frames) -> {
                                listener.progress("writing the video", frame, frames);
                                return !listener.cancelled();
                            });
            return new Done(done.path(), done.frames(), done.seconds(), times, before, after);
        }
    }

    private void draw(VideoWriter writer, List<Double> times, Listener listener)
            throws IOException {
        for (int i = writer.kept(); i < times.size(); i++) {
            stopIf(listener::cancelled, i);
            PixelImage picture = walk.film(times.get(i), listener::cancelled);
            writer.frame(picture, walk.caption(times.get(i)));
            listener.frame(i + 1, times.size(), picture);
        }
    }

    private static void stopIf(BooleanSupplier cancelled, int frames) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("The film was cancelled after " + frames + " frames");
        }
    }

    private WalkPace pace(Listener listener) throws IOException {
        WalkPacing pacing = new WalkPacing(walk, model);
        while (!pacing.done()) {
            listener.progress(
                    "measuring the change along the way by " + pacing.measure(),
                    pacing.drawn(),
                    pacing.probes());
            if (listener.cancelled()) {
                throw WalkPace.cancelled(pacing.drawn(), pacing.probes());
            }
            pacing.next(listener::cancelled);
        }
        return pacing.pace();
    }

    private double spreadBefore(WalkPace pace, int frames) {
        double[] lengths = new double[frames - 1];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] =
                    pace.gone(WalkTimeline.time(i + 1, frames, walk.closed()))
                            - pace.gone(WalkTimeline.time(i, frames, walk.closed()));
        }
        return WalkPace.spread(lengths);
    }

    private double spread(VideoWriter writer, int frames) throws IOException {
        PictureDistance distance = PictureDistance.of(model, walk.config());
        double[] lengths = new double[frames - 1];
        PixelImage last = writer.frame(0);
        for (int i = 0; i < lengths.length; i++) {
            PixelImage next = writer.frame(i + 1);
            lengths[i] = distance.between(last, next);
            last = next;
        }
        return WalkPace.spread(lengths);
    }
}
