package ldmstudio.app.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;

/**
 * A worker process that a screen holds for itself: started when first needed, kept with its model
 * in memory, started anew when it has died. One job at a time ({@link #load}, {@link #run}), from
 * any thread but the window's, since both wait; {@link #ask}, {@link #cancel} and what is pulled
 * may be called from anywhere.
 */
public final class ModelWorker implements AutoCloseable {
    /** How far a job is; {@code fraction} below 0: unknown. */
    public record Progress(String text, double fraction, long step, long totalSteps) {
        /** Nothing is going on. */
        public static final Progress NONE = new Progress("", -1, 0, 0);
    }

    private final WorkerFactory workers;
    private volatile Progress progress = Progress.NONE;
    private volatile @Nullable Worker worker;
    private volatile String loaded = "";
    private volatile Map<String, Object> description = Map.of();
    private volatile String job = "";

    public ModelWorker(WorkerFactory workers) {
        this.workers = workers;
    }

    /** The newest progress, to be pulled. */
    public Progress progress() {
        return progress;
    }

    /** Whether the process lives with a model in memory. */
    public boolean isLoaded() {
        return running().isPresent() && !loaded.isEmpty();
    }

    /** What the loaded model knows; empty before the first loading. */
    public Map<String, Object> description() {
        return description;
    }

    /** How the process ended when nobody had asked it to; empty while it lives. */
    public Optional<WorkerDeath> death() {
        Worker asked = worker;
        WorkerDeath death = asked == null ? null : asked.ended().getNow(null);
        return Optional.ofNullable(death).filter(end -> !end.expected());
    }

    /**
     * Loads a run, a checkpoint, a pipeline's folder or a file unless it is loaded already; says
     * what the model knows.
     *
     * @param workspace working directory of the process
     * @throws WorkerException in words, when it cannot be loaded or the process died meanwhile
     */
    public synchronized Map<String, Object> load(Path workspace, Path model)
            throws IOException, WorkerException {
        Worker live = start(workspace);
        if (!loaded.equals(model.toString())) {
            loaded = "";
            progress = new Progress("Loading the model", -1, 0, 0);
            ShippedModel.prepare(model);
            Reply.Ok ok = finish(live, id -> new Request.Load(id, model.toString()), reply -> {});
            description = ok.payload();
            loaded = model.toString();
        }
        progress = Progress.NONE;
        return description;
    }

    /** Starts the process if there is none, without a model: for what names its model itself. */
    public synchronized Worker start(Path workspace) throws IOException {
        Worker live = worker;
        if (live == null || live.ended().isDone()) {
            progress = new Progress("Starting a worker", -1, 0, 0);
            loaded = "";
            live = workers.start(workspace);
            worker = live;
            progress = Progress.NONE;
        }
        return live;
    }

    /**
     * Runs a job on the loaded model and waits for its end.
     *
     * @param during hears what the job says meanwhile, on the thread that reads the worker
     * @throws WorkerException what it refused, or how it died
     */
    public Reply.Ok run(Function<String, Request> request, Consumer<Reply> during)
            throws IOException, WorkerException {
        return finish(
                running().orElseThrow(() -> new IOException("No model is loaded.")),
                request,
                during);
    }

    private Reply.Ok finish(Worker live, Function<String, Request> request, Consumer<Reply> during)
            throws WorkerException {
        try {
            return live.request(
                            id -> {
                                job = id;
                                return request.apply(id);
                            },
                            reply -> {
                                if (reply instanceof Reply.Progress p) {
                                    progress =
                                            new Progress(
                                                    p.text(),
                                                    p.fraction(),
                                                    p.step(),
                                                    p.totalSteps());
                                }
                                during.accept(reply);
                            })
                    .join();
        } catch (CompletionException e) {
            Throwable cause = e;
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof WorkerException refused) {
                throw refused;
            }
            throw e;
        } finally {
            job = "";
            progress = Progress.NONE;
        }
    }

    /** Asks for something small that is answered at once, also while a job goes on. */
    public CompletableFuture<Reply.Ok> ask(Function<String, Request> request) {
        return running()
                .map(live -> live.request(request))
                .orElseGet(
                        () ->
                                CompletableFuture.failedFuture(
                                        new IOException("No model is loaded.")));
    }

    /** Asks the job to end; it does within a step and then fails with "cancelled". */
    public CompletableFuture<?> cancel() {
        String target = job;
        return target.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : ask(id -> new Request.Cancel(id, target));
    }

    /** Ends the process and frees its memory; the next {@link #load} starts another one. */
    @Override
    public void close() {
        Worker live = worker;
        worker = null;
        loaded = "";
        if (live != null) {
            live.close();
        }
    }

    private Optional<Worker> running() {
        return Optional.ofNullable(worker).filter(live -> !live.ended().isDone());
    }
}
