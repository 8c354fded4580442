package ldmstudio.engine.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import ldmstudio.engine.checkpoint.ModelConversion;
import ldmstudio.engine.pipeline.ModelPlace;
import org.jspecify.annotations.Nullable;

/** Writes models in other forms, one at a time, while a training or a sampling goes on. */
final class ConversionDesk {
    private final Executor thread;
    private final Consumer<Reply> replies;

    // Guarded by this.
    private @Nullable String current;
    private volatile boolean cancelled;

    ConversionDesk(Executor thread, Consumer<Reply> replies) {
        this.thread = thread;
        this.replies = replies;
    }

    synchronized void convert(Request.Convert request) throws RefusedException {
        if (current != null) {
            throw new RefusedException(
                    "already running: a conversion", "Wait for it, or cancel it first.");
        }
        current = request.id();
        cancelled = false;
        thread.execute(() -> finish(request));
    }

    /** Asks the conversion to end; false when it is not one of this desk. */
    synchronized boolean cancel(String targetId) {
        boolean mine = targetId.equals(current);
        cancelled |= mine;
        return mine;
    }

    /** Asks whatever runs to end. */
    synchronized void cancelAny() {
        cancelled = current != null;
    }

    private void finish(Request.Convert request) {
        Reply answer;
        try {
            answer = new Reply.Ok(request.id(), convertNow(request));
        } catch (CancellationException e) {
            answer = new Reply.Failure(request.id(), "cancelled", "", "");
        } catch (Exception e) {
            answer = Failures.of(request.id(), e);
        }
        synchronized (this) {
            current = null;
        }
        replies.accept(answer);
    }

    private Map<String, Object> convertNow(Request.Convert request) throws Exception {
        Path in = Path.of(request.model());
        Path out = Path.of(request.out());
        ModelConversion.convert(
                Files.isDirectory(in) ? ModelPlace.checkpoint(in) : in,
                out,
                Conversions.form(request.form()),
                Conversions.type(request.dtype()),
                request.replace(),
                new ModelConversion.Listener() {
                    @Override
                    public void written(String file, long done, long total) {
                        replies.accept(
                                new Reply.Progress(
                                        request.id(),
                                        file,
                                        (double) done / Math.max(total, 1),
                                        done,
                                        total,
                                        List.of(),
                                        0));
                    }

                    @Override
                    public boolean cancelled() {
                        return cancelled;
                    }
                });
        return Map.of("out", out.toString());
    }
}
