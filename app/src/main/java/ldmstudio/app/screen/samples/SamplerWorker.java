package ldmstudio.app.screen.samples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.scene.image.Image;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page's own worker: started when first needed, kept with its model in memory, started anew
 * when it has died. Its methods may be called from any thread but the window's.
 */
final class SamplerWorker {
    /** How far a sampling is. */
    record Progress(String text, double fraction, long step, long totalSteps) {
        static final Progress NONE = new Progress("", -1, 0, 0);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SamplerWorker.class);

    private final WorkerFactory workers;
    private volatile Progress progress = Progress.NONE;
    private @Nullable Worker worker;
    private String loaded = "";
    private Map<String, Object> description = Map.of();
    private volatile String sampling = "";

    SamplerWorker(WorkerFactory workers) {
        this.workers = workers;
    }

    /** The newest progress, to be pulled. */
    Progress progress() {
        return progress;
    }

    /** Loads a run or checkpoint folder, unless it is loaded already; says what the model knows. */
    synchronized Map<String, Object> load(Path workspace, Path model) throws IOException {
        Worker running = worker;
        if (running == null || running.ended().isDone()) {
            progress = new Progress("Starting a worker", -1, 0, 0);
            running = workers.start(workspace);
            worker = running;
            loaded = "";
        }
        if (!loaded.equals(model.toString())) {
            loaded = "";
            progress = new Progress("Loading the model", -1, 0, 0);
            Reply.Ok ok =
                    running.request(
                                    id -> new Request.Load(id, model.toString()),
                                    reply -> take(reply, null))
                            .join();
            description = ok.payload();
            loaded = model.toString();
        }
        progress = Progress.NONE;
        return description;
    }

    /** Draws the pictures of a set; returns when they are on disk or the sampling was cancelled. */
    void sample(SampleSet set) throws IOException {
        Worker running;
        synchronized (this) {
            running = worker;
        }
        if (running == null) {
            throw new IOException("No model is loaded.");
        }
        try {
            Reply.Ok unused =
                    running.request(
                                    id -> {
                                        sampling = id;
                                        return new Request.Sample(id, set.settings());
                                    },
                                    reply -> take(reply, set))
                            .join();
        } finally {
            sampling = "";
            progress = Progress.NONE;
        }
    }

    /** Asks the sampling to end; it does within a step. */
    CompletableFuture<?> cancel() {
        Worker running;
        synchronized (this) {
            running = worker;
        }
        String target = sampling;
        return running == null || target.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : running.request(id -> new Request.Cancel(id, target));
    }

    /** Ends the worker and frees its memory. */
    synchronized void close() {
        if (worker != null) {
            worker.close();
        }
        worker = null;
        loaded = "";
    }

    private void take(Reply reply, @Nullable SampleSet set) {
        if (reply instanceof Reply.Progress p) {
            progress = new Progress(p.text(), p.fraction(), p.step(), p.totalSteps());
            List<String> previews = p.previews();
            for (int i = 0; set != null && i < previews.size(); i++) {
                set.grow(p.firstIndex() + i, Pictures.fromBase64(previews.get(i)));
            }
        } else if (reply instanceof Reply.SampleImage image && set != null) {
            Path file = Path.of(image.path());
            try (InputStream in = Files.newInputStream(file)) {
                set.done(image.index(), new Image(in), file);
            } catch (IOException e) {
                LOG.warn("the sample {} cannot be read: {}", file, e.toString());
            }
        }
    }
}
