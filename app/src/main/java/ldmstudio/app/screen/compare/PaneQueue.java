package ldmstudio.app.screen.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.scene.image.Image;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.control.Pictures;
import ldmstudio.app.notify.Failures;
import ldmstudio.app.screen.compare.PaneDrawing.Phase;
import ldmstudio.app.screen.compare.PaneDrawing.Trouble;
import ldmstudio.app.screen.playground.SamplerNames;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the panes one after the other with one worker, which keeps their models in memory. Called
 * on the window's thread; what a pane draws can be pulled from its {@link PaneDrawing}.
 */
final class PaneQueue {
    private static final Logger LOG = LoggerFactory.getLogger(PaneQueue.class);

    /**
     * What there is to do for a pane.
     *
     * @param wish what tells two drawings apart; empty: only ask the model what it knows
     */
    record Task(CompareState state, PaneSpec pane, String letter, String wish, Path outDir) {}

    private final JobRunner runner;
    private final Supplier<Path> workspace;
    private final ModelWorker worker;
    private final Map<Integer, PaneDrawing> drawings = new ConcurrentHashMap<>();
    private final Map<Integer, Task> waiting = new java.util.LinkedHashMap<>();
    private final Map<String, ModelKnowledge> known = new ConcurrentHashMap<>();
    private BiConsumer<PaneSpec, ModelKnowledge> onLearned = (pane, model) -> {};
    private Optional<Task> running = Optional.empty();
    private boolean cancelled;

    PaneQueue(JobRunner runner, WorkerFactory workers, Supplier<Path> workspace) {
        this.runner = runner;
        this.workspace = workspace;
        this.worker = new ModelWorker(workers);
    }

    /** Hears what a model says of itself when it is loaded for the first time. */
    void setOnLearned(BiConsumer<PaneSpec, ModelKnowledge> listener) {
        onLearned = listener;
    }

    PaneDrawing drawing(int pane) {
        return drawings.computeIfAbsent(pane, id -> new PaneDrawing());
    }

    Optional<ModelKnowledge> knowledge(String model) {
        return Optional.ofNullable(known.get(model));
    }

    boolean busy() {
        return running.isPresent() || !waiting.isEmpty();
    }

    /** What the worker says while it is started or a model is loaded. */
    String activity() {
        return worker.progress().text();
    }

    /** Draws a pane when its turn comes; what it draws now with other values is given up. */
    void ask(Task task) {
        drawing(task.pane().id()).ask(task.wish());
        waiting.put(task.pane().id(), task);
        running.filter(now -> now.pane().id() == task.pane().id()).ifPresent(now -> cancelWorker());
        next();
    }

    /** Ends what is drawn within a step and forgets what waits; finished pictures stay. */
    void cancel() {
        for (Task task : waiting.values()) {
            drawing(task.pane().id()).enter(Phase.CANCELLED);
        }
        waiting.clear();
        if (running.isPresent()) {
            cancelled = true;
            cancelWorker();
        }
    }

    /** Forgets a pane that is gone. */
    void drop(int pane) {
        if (waiting.remove(pane) != null) {
            drawing(pane).enter(Phase.CANCELLED);
        }
        running.filter(task -> task.pane().id() == pane)
                .ifPresent(
                        task -> {
                            cancelled = true;
                            cancelWorker();
                        });
    }

    /** Frees the memory of the models. */
    void close() {
        cancel();
        runner.background(worker::close);
    }

    private void cancelWorker() {
        var unused =
                worker.cancel()
                        .whenComplete(
                                (ok, failure) -> {
                                    if (failure != null) {
                                        LOG.debug("nothing was cancelled: {}", failure.toString());
                                    }
                                });
    }

    private void next() {
        if (running.isPresent() || waiting.isEmpty()) {
            return;
        }
        Task task = waiting.values().iterator().next();
        waiting.remove(task.pane().id());
        running = Optional.of(task);
        cancelled = false;
        PaneDrawing drawing = drawing(task.pane().id());
        drawing.enter(Phase.LOADING);
        runner.run(
                        "Draw pane " + task.letter(),
                        progress -> {
                            draw(task, drawing);
                            return task;
                        })
                .onFailure(e -> failed(task, drawing, e))
                .onFinished(
                        () -> {
                            running = Optional.empty();
                            next();
                        });
    }

    private void draw(Task task, PaneDrawing drawing) throws Exception {
        long began = System.nanoTime();
        ModelKnowledge model = learn(task);
        String sampler = task.state().value(task.pane(), SharedValue.SAMPLER);
        if (task.wish().isEmpty()) {
            drawing.enter(Phase.EMPTY);
            return;
        }
        if (!model.samplers().isEmpty() && !model.samplers().contains(sampler)) {
            throw new WorkerException(
                    "This model cannot be drawn from with "
                            + SamplerNames.of(sampler)
                            + ". It knows "
                            + String.join(
                                    ", ", model.samplers().stream().map(SamplerNames::of).toList())
                            + ".",
                    "Give this pane a sampler of its own.",
                    "");
        }
        SampleSettings settings =
                PaneSettings.of(task.state(), task.pane(), model, 1, task.outDir().toString());
        if (!task.wish().equals(drawing.wish())) {
            return;
        }
        drawing.begin(settings.how().count());
        worker.start(workspace.get());
        Reply.Ok unused =
                worker.run(
                        id -> new Request.Sample(id, settings),
                        reply -> take(reply, task, drawing));
        if (task.wish().equals(drawing.wish())) {
            drawing.done(
                    (System.nanoTime() - began) / 1e9,
                    PaneWords.summary(task.state(), task.pane()));
        }
    }

    private ModelKnowledge learn(Task task) throws Exception {
        String path = task.pane().model();
        ModelKnowledge before = known.get(path);
        if (before != null) {
            return before;
        }
        Path place = Path.of(path);
        ModelKnowledge learned = ModelKnowledge.of(worker.load(workspace.get(), place), place);
        known.put(path, learned);
        runner.fx(() -> onLearned.accept(task.pane(), learned));
        return learned;
    }

    private static void take(Reply reply, Task task, PaneDrawing drawing) {
        if (!task.wish().equals(drawing.wish())) {
            return;
        }
        if (reply instanceof Reply.Progress p) {
            drawing.progress(p.step(), p.totalSteps());
            List<String> previews = p.previews();
            for (int i = 0; i < previews.size(); i++) {
                drawing.put(p.firstIndex() + i, Pictures.fromBase64(previews.get(i)), null);
            }
        } else if (reply instanceof Reply.SampleImage image) {
            Path file = Path.of(image.path());
            try (InputStream in = Files.newInputStream(file)) {
                drawing.put(image.index(), new Image(in), file);
            } catch (IOException e) {
                LOG.warn("the picture {} cannot be read: {}", file, e.toString());
            }
        }
    }

    private void failed(Task task, PaneDrawing drawing, Throwable e) {
        if (!task.wish().equals(drawing.wish()) && waiting.containsKey(task.pane().id())) {
            // It was given up for newer values, whose turn comes.
            return;
        }
        if (cancelled || Failures.message(e).toLowerCase(Locale.ROOT).equals("cancelled")) {
            drawing.enter(Phase.CANCELLED);
            return;
        }
        String hint = e instanceof WorkerException w ? w.hint() : "";
        String details =
                e instanceof WorkerException w && !w.details().isEmpty()
                        ? w.details()
                        : Failures.trace(e);
        drawing.fail(new Trouble(Failures.message(e), hint, details));
    }
}
