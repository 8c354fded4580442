package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Single pictures of walks, for a slider that is dragged. One is drawn at a time and one waits: the
 * newest. A picture in full quality is given up for one of fewer steps, so that the slider answers
 * at once when it is taken up again.
 */
final class WalkDesk {
    private static final String SUPERSEDED = "superseded";

    /** A picture that was asked for. */
    private record Asked(Request.Frame request, AtomicBoolean givenUp, AtomicBoolean cancelled) {
        static Asked of(Request.Frame request) {
            return new Asked(request, new AtomicBoolean(), new AtomicBoolean());
        }

        boolean ends() {
            return givenUp.get() || cancelled.get();
        }

        int steps() {
            return request.steps() == 0 ? request.walk().sampling().steps() : request.steps();
        }
    }

    private final ModelShelf models;
    private final Executor thread;
    private final Consumer<Reply> replies;

    private final PaceDesk pace;

    // Guarded by this.
    private @Nullable Asked drawn;
    private @Nullable Asked waiting;

    WalkDesk(ModelShelf models, Executor thread, Consumer<Reply> replies) {
        this.models = models;
        this.thread = thread;
        this.replies = replies;
        this.pace = new PaceDesk(models, thread, replies, this::draws);
    }

    /** Measures a walk between the frames. */
    void pace(Request.Pace request) {
        pace.pace(request);
    }

    private synchronized boolean draws() {
        return drawn != null;
    }

    /** Draws the picture, now or behind the one in hand. */
    synchronized void frame(Request.Frame request) {
        Asked asked = Asked.of(request);
        if (drawn == null) {
            drawn = asked;
            thread.execute(() -> draw(asked));
            return;
        }
        if (waiting != null) {
            replies.accept(failure(waiting, SUPERSEDED));
        }
        waiting = asked;
        if (drawn.steps() > asked.steps()) {
            drawn.givenUp().set(true);
        }
    }

    /** Whether the id was that of a picture, which is then given up. */
    boolean cancel(String targetId) {
        return pace.cancel(targetId) || cancelFrame(targetId);
    }

    private synchronized boolean cancelFrame(String targetId) {
        if (waiting != null && waiting.request().id().equals(targetId)) {
            replies.accept(failure(waiting, "cancelled"));
            waiting = null;
            return true;
        }
        if (drawn != null && drawn.request().id().equals(targetId)) {
            drawn.cancelled().set(true);
            return true;
        }
        return false;
    }

    /** Gives up all pictures, since something longer was asked for. */
    void makeWay() {
        pace.end(SUPERSEDED);
        giveUpFrames();
    }

    private synchronized void giveUpFrames() {
        if (waiting != null) {
            replies.accept(failure(waiting, SUPERSEDED));
            waiting = null;
        }
        if (drawn != null) {
            drawn.givenUp().set(true);
        }
    }

    private void draw(Asked asked) {
        Reply answer;
        try {
            answer =
                    asked.ends()
                            ? failure(asked, words(asked))
                            : new Reply.Ok(asked.request().id(), drawn(asked));
        } catch (CancellationException e) {
            answer = failure(asked, words(asked));
        } catch (Throwable e) {
            // Errors too: the window must hear of a lack of memory.
            answer = Failures.of(asked.request().id(), e);
        }
        synchronized (this) {
            Asked next = waiting;
            drawn = next;
            waiting = null;
            if (next != null) {
                thread.execute(() -> draw(next));
            }
        }
        replies.accept(answer);
        pace.goOn();
    }

    private Map<String, Object> drawn(Asked asked) throws Exception {
        Request.Frame request = asked.request();
        long begin = System.nanoTime();
        SampleModel model = models.model(request.model());
        byte[] png =
                model.frame(
                        request.walk(), request.at(), request.atY(), request.steps(), asked::ends);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("png", Base64.getEncoder().encodeToString(png));
        payload.put("milliseconds", (System.nanoTime() - begin) / 1_000_000);
        payload.put("at", request.at());
        payload.put("at_y", request.atY());
        payload.put("notices", model.notices(request.walk()));
        return payload;
    }

    private static String words(Asked asked) {
        return asked.cancelled().get() ? "cancelled" : SUPERSEDED;
    }

    private static Reply failure(Asked asked, String message) {
        return new Reply.Failure(asked.request().id(), message, "", "");
    }

    /** The answer to a film that is done. */
    static Map<String, Object> payload(RenderedWalk done) {
        Map<String, Object> payload = new LinkedHashMap<>();
        Path path = done.film().path();
        payload.put("path", path.toString());
        payload.put("frames", done.film().frames());
        payload.put("seconds", done.film().seconds());
        payload.put("times", new ArrayList<>(done.film().times()));
        payload.put("spread_before", done.film().spreadBefore());
        payload.put("spread", done.film().spread());
        payload.put("notices", List.copyOf(done.notices()));
        return payload;
    }
}
