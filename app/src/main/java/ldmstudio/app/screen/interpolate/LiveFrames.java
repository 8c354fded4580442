package ldmstudio.app.screen.interpolate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for frames, one at a time: while one is drawn only the newest wish is remembered, and what
 * was drawn before is shown at once. When nothing is wished for, it draws what only decorates.
 * Called on the FX thread.
 */
final class LiveFrames {
    /** Draws frames elsewhere. */
    interface Source {
        /** The frame; fails when it could not be drawn. */
        CompletableFuture<LiveFrame> draw(FrameKey key);

        /** What is being drawn is not wanted any more; its future still ends. */
        void abandon();
    }

    /** Hears of frames. */
    @FunctionalInterface
    interface Listener {
        /**
         * A frame that was drawn or remembered.
         *
         * @param late whether a frame that was wished for later has been shown before it
         */
        void frame(FrameKey key, LiveFrame frame, boolean late);
    }

    private final Source source;
    private final Executor fx;
    private final LongSupplier nanoTime;
    private final FrameCache cache;
    private final Deque<FrameKey> decorations = new ArrayDeque<>();
    private Listener onFrame = (key, frame, late) -> {};
    private BiConsumer<FrameKey, Throwable> onFailure = (key, thrown) -> {};
    private Consumer<Double> onMeasured = millis -> {};
    private @Nullable FrameKey wanted;
    private @Nullable FrameKey drawing;
    private boolean abandoned;

    /** Wishes so far, of which the frame being drawn and the newest shown are these. */
    private long wishes;

    private long drawnFor;
    private long shownFor;

    LiveFrames(Source source, Executor fx, LongSupplier nanoTime, FrameCache cache) {
        this.source = source;
        this.fx = fx;
        this.nanoTime = nanoTime;
        this.cache = cache;
    }

    /** Hears every frame that is there to be shown, drawn or remembered. */
    void setOnFrame(Listener listener) {
        onFrame = listener;
    }

    void setOnFailure(BiConsumer<FrameKey, Throwable> listener) {
        onFailure = listener;
    }

    /** Hears how many milliseconds a draft took from asking to answer. */
    void setOnMeasured(Consumer<Double> listener) {
        onMeasured = listener;
    }

    /** Wishes for a frame; an older wish that has not begun is forgotten. */
    void want(FrameKey key) {
        wishes++;
        LiveFrame known = cache.get(key).orElse(null);
        if (known != null) {
            wanted = null;
            shownFor = wishes;
            onFrame.frame(key, known, false);
            return;
        }
        wanted = key;
        FrameKey now = drawing;
        if (now == null) {
            drawNext();
        } else if (now.steps() == 0 && !now.equals(key) && !abandoned) {
            // Fifty steps that nobody waits for must not hold up a drag.
            abandoned = true;
            source.abandon();
        }
    }

    /** Frames that are drawn when nothing else is wished for, in this order. */
    void decorate(List<FrameKey> keys) {
        decorations.clear();
        decorations.addAll(keys);
        if (drawing == null) {
            drawNext();
        }
    }

    /** Nothing is wished for any more. */
    void forget() {
        wanted = null;
        decorations.clear();
        if (drawing != null && !abandoned) {
            abandoned = true;
            source.abandon();
        }
    }

    /** A frame that was drawn before. */
    Optional<LiveFrame> known(FrameKey key) {
        return cache.get(key);
    }

    /** Whether a frame that somebody waits for is being drawn. */
    boolean busy() {
        return wanted != null;
    }

    /** Whether any frame is being drawn. */
    boolean drawing() {
        return drawing != null;
    }

    FrameCache cache() {
        return cache;
    }

    private void drawNext() {
        FrameKey next = wanted;
        while (next == null && !decorations.isEmpty()) {
            FrameKey key = decorations.poll();
            LiveFrame known = key == null ? null : cache.get(key).orElse(null);
            if (known == null) {
                next = key;
            } else if (key != null) {
                onFrame.frame(key, known, false);
            }
        }
        if (next == null) {
            return;
        }
        FrameKey key = next;
        drawing = key;
        drawnFor = wishes;
        abandoned = false;
        long asked = nanoTime.getAsLong();
        var unused =
                source.draw(key)
                        .whenComplete(
                                (frame, thrown) ->
                                        fx.execute(() -> drawn(key, frame, thrown, asked)));
    }

    private void drawn(
            FrameKey key, @Nullable LiveFrame frame, @Nullable Throwable thrown, long asked) {
        drawing = null;
        boolean unwanted = abandoned;
        if (frame != null) {
            cache.put(key, frame);
            if (key.equals(wanted)) {
                wanted = null;
            }
            if (key.steps() > 0) {
                onMeasured.accept((nanoTime.getAsLong() - asked) / 1e6);
            }
            boolean late = drawnFor < shownFor;
            shownFor = Math.max(shownFor, drawnFor);
            onFrame.frame(key, frame, late);
        } else if (thrown != null && !unwanted) {
            if (key.equals(wanted)) {
                wanted = null;
            }
            decorations.clear();
            onFailure.accept(key, thrown);
        }
        drawNext();
    }
}
