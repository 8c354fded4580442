package ldmstudio.engine.worker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import ldmstudio.engine.config.WalkTempo;
import ldmstudio.engine.pipeline.WalkPacing;
import org.jspecify.annotations.Nullable;

/**
 * The measuring of a walk's pace: one picture at a time on the sampling thread, so that frames come
 * in between. The picture in hand is given up for a frame and drawn anew behind it.
 */
final class PaceDesk {
    private final ModelShelf models;
    private final Executor thread;
    private final Consumer<Reply> replies;
    private final BooleanSupplier framesWait;

    // Guarded by this.
    private Request.@Nullable Pace asked;
    private boolean scheduled;

    // Of the sampling thread alone.
    private Request.@Nullable Pace begun;
    private @Nullable WalkPacing pacing;

    /**
     * @param framesWait whether a frame is drawn or waits; {@link #goOn} is called behind the last
     */
    PaceDesk(
            ModelShelf models,
            Executor thread,
            Consumer<Reply> replies,
            BooleanSupplier framesWait) {
        this.models = models;
        this.thread = thread;
        this.replies = replies;
        this.framesWait = framesWait;
    }

    synchronized void pace(Request.Pace request) {
        end("superseded");
        asked = request;
        goOn();
    }

    /** Ends the measuring, if there is one. */
    synchronized void end(String why) {
        Request.Pace now = asked;
        if (now != null) {
            asked = null;
            replies.accept(new Reply.Failure(now.id(), why, "", ""));
        }
    }

    /** Whether the id was that of the measuring, which is then given up. */
    synchronized boolean cancel(String targetId) {
        Request.Pace now = asked;
        if (now == null || !now.id().equals(targetId)) {
            return false;
        }
        end("cancelled");
        return true;
    }

    /** The next picture, when nothing else is drawn. */
    synchronized void goOn() {
        if (asked != null && !scheduled) {
            scheduled = true;
            thread.execute(this::probe);
        }
    }

    private synchronized Request.@Nullable Pace next() {
        scheduled = false;
        return asked;
    }

    private synchronized boolean wanted(Request.Pace request) {
        return request.equals(asked);
    }

    private synchronized boolean answered(Request.Pace request) {
        if (!request.equals(asked)) {
            return false;
        }
        asked = null;
        return true;
    }

    private void probe() {
        Request.Pace now = next();
        if (now == null || framesWait.getAsBoolean()) {
            return;
        }
        try {
            WalkPacing work = work(now);
            work.next(() -> framesWait.getAsBoolean() || !wanted(now));
            replies.accept(progress(now, work));
            if (work.done()) {
                pacing = null;
                begun = null;
                if (answered(now)) {
                    replies.accept(new Reply.Ok(now.id(), payload(work)));
                }
            } else {
                goOn();
            }
        } catch (CancellationException frameFirst) {
            // Behind the frame it is asked to go on; a newer walk has asked for itself.
            return;
        } catch (Throwable e) {
            if (answered(now)) {
                replies.accept(Failures.of(now.id(), e));
            }
        }
    }

    private WalkPacing work(Request.Pace now) throws Exception {
        WalkPacing work = pacing;
        if (work == null || !now.equals(begun)) {
            work = models.model(now.model()).pacing(now.walk());
            pacing = work;
            begun = now;
        }
        return work;
    }

    private static Reply progress(Request.Pace now, WalkPacing work) {
        String text = "measuring the change, " + work.drawn() + " of " + work.probes();
        double fraction = (double) work.drawn() / work.probes();
        return new Reply.Progress(
                now.id(), text, fraction, work.drawn(), work.probes(), List.of(), 0);
    }

    private static Map<String, Object> payload(WalkPacing work) {
        WalkTempo tempo = work.pace().tempo();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("times", tempo.times());
        payload.put("gone", tempo.gone());
        payload.put("measure", work.measure());
        return payload;
    }
}
