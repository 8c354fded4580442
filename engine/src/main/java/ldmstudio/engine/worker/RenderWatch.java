package ldmstudio.engine.worker;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.pipeline.WalkFilm;
import ldmstudio.engine.run.PngFiles;

/** Tells a window how far a film is, with its newest frame and the time that is left. */
final class RenderWatch implements WalkFilm.Listener {
    private final String id;
    private final Consumer<Reply.Progress> replies;
    private final BooleanSupplier cancelled;
    private long firstAt;
    private int first = -1;

    RenderWatch(String id, Consumer<Reply.Progress> replies, BooleanSupplier cancelled) {
        this.id = id;
        this.replies = replies;
        this.cancelled = cancelled;
    }

    @Override
    public void progress(String text, int done, int total) {
        replies.accept(
                new Reply.Progress(
                        id,
                        text,
                        total > 0 ? (double) done / total : -1,
                        done,
                        total,
                        List.of(),
                        0));
    }

    @Override
    public void frame(int frame, int frames, PixelImage picture) {
        long now = System.nanoTime();
        if (first < 0) {
            // The frames before were kept, or drawn while the network warmed up.
            first = frame;
            firstAt = now;
        }
        String left =
                frame == first
                        ? ""
                        : ", " + words((now - firstAt) / 1e9 / (frame - first) * (frames - frame));
        String png = Base64.getEncoder().encodeToString(PngFiles.encode(picture, Map.of()));
        replies.accept(
                new Reply.Progress(
                        id,
                        "frame " + frame + " of " + frames + left,
                        (double) frame / frames,
                        frame,
                        frames,
                        List.of(png),
                        frame - 1));
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    private static String words(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60
                ? whole + " s left"
                : whole < 3600
                        ? whole / 60 + " min " + whole % 60 + " s left"
                        : whole / 3600 + " h " + whole % 3600 / 60 + " min left";
    }
}
