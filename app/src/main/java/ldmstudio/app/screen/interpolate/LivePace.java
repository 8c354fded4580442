package ldmstudio.app.screen.interpolate;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import ldmstudio.app.film.FilmTrouble;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkTempo;
import org.jspecify.annotations.Nullable;

/**
 * Re-timing of the live slider: asks for the pace of a walk that has come to rest, as its film will
 * be measured, and until that is there leaves the times as they are. Called on the FX thread.
 */
final class LivePace {
    /** A pace that was measured. */
    record Measured(WalkTempo tempo, String measure) {}

    /** Measures elsewhere, between the frames. */
    @FunctionalInterface
    interface Source {
        /**
         * @param drawn hears how many of how many pictures are drawn, on any thread
         */
        CompletableFuture<Measured> measure(
                String model, WalkConfig walk, BiConsumer<Long, Long> drawn);
    }

    private record Key(String model, WalkConfig walk) {}

    private final Source source;
    private final Executor fx;
    private Runnable onChanged = () -> {};
    private @Nullable Key key;
    private @Nullable Measured measured;
    private String words = "";

    LivePace(Source source, Executor fx) {
        this.source = source;
        this.fx = fx;
    }

    /** Hears that times have moved. */
    void setOnChanged(Runnable listener) {
        onChanged = listener;
    }

    /** Whether the times are those of the film. */
    boolean on() {
        return measured != null;
    }

    /** What it does and by which measure; empty: the walk is not re-timed. */
    String words() {
        return words;
    }

    /** The time at which a share of the change is gone; the share itself where nothing is known. */
    double time(double share) {
        Measured now = measured;
        return now == null ? share : now.tempo().time(share);
    }

    /** The share of the change that is gone at a time: where the slider meets it. */
    double share(double time) {
        Measured now = measured;
        return now == null ? time : now.tempo().gone(time);
    }

    /** The walk is another one, so what was measured does not hold any more. */
    void edited(WalkConfig walk) {
        Key now = key;
        if (now != null && !now.walk().equals(decisive(walk))) {
            forget();
        }
    }

    /** Nothing is re-timed. */
    void forget() {
        key = null;
        measured = null;
        words = "";
    }

    /** The walk has come to rest: measures it if it asks for that and was not measured yet. */
    void rested(String model, WalkConfig walk) {
        if (walk.retime().equals("none")) {
            forget();
            return;
        }
        Key wanted = new Key(model, decisive(walk));
        if (wanted.equals(key)) {
            return;
        }
        key = wanted;
        measured = null;
        words = "measuring the change…";
        var unused =
                source.measure(
                                model,
                                wanted.walk(),
                                (drawn, all) -> fx.execute(() -> drawn(wanted, drawn, all)))
                        .whenComplete(
                                (pace, thrown) -> fx.execute(() -> ended(wanted, pace, thrown)));
    }

    private void drawn(Key wanted, long drawn, long all) {
        if (wanted.equals(key) && measured == null) {
            words = "measuring the change, " + drawn + " of " + all;
        }
    }

    private void ended(Key wanted, @Nullable Measured pace, @Nullable Throwable thrown) {
        if (!wanted.equals(key)) {
            return;
        }
        if (pace != null) {
            measured = pace;
            words = "re-timed by " + pace.measure();
            onChanged.run();
        } else if (thrown != null && FilmTrouble.isCalm(thrown)) {
            // Something longer came in between; the next rest asks again.
            forget();
        } else if (thrown != null) {
            words = "not re-timed: " + FilmTrouble.of(thrown).whole();
        }
    }

    /** The walk as far as it decides its pace. */
    private static WalkConfig decisive(WalkConfig walk) {
        return walk.with("seconds", 1.0).with("ping_pong", false);
    }
}
