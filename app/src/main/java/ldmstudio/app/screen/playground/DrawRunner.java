package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import ldmstudio.app.client.ModelWorker;
import ldmstudio.app.client.ShippedModel;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleBatches;
import ldmstudio.engine.worker.SampleSettings;
import org.jspecify.annotations.Nullable;

/**
 * Draws the queue, one entry after the other. An entry leaves the queue when it is done or no
 * longer wanted; when one fails the queue stops and waits for a decision. Its methods are called on
 * the window's thread.
 */
final class DrawRunner {
    /** Where it is. */
    enum Phase {
        /** Nothing goes on; the queue is empty or was left by an earlier session. */
        IDLE,
        LOADING,
        DRAWING,
        /** The first entry of the queue failed, see {@link #trouble}. */
        FAILED
    }

    /** Hears what happens, on the window's thread. */
    interface Events {
        /** An entry is begun; its pictures will come. */
        void begun(Drawing drawing, Drawn drawn);

        /** The entry's model is in memory. */
        void loaded(Drawing drawing, Map<String, Object> description);

        /** An entry is done, was cancelled or failed; {@code cancelled} where it is not whole. */
        void ended(Drawing drawing, Drawn drawn, boolean cancelled);
    }

    /** Puts a script's sheet together; in the background. */
    interface Finish {
        void run(Drawing drawing, Drawn drawn) throws IOException;
    }

    private final JobRunner runner;
    private final ModelWorker worker;
    private final DrawQueue queue;
    private final Supplier<Path> workspace;
    private final Finish finish;
    private final Events events;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.IDLE);
    private Trouble trouble = Trouble.NONE;
    private @Nullable Drawing current;
    private volatile boolean cancelled;

    DrawRunner(
            JobRunner runner,
            ModelWorker worker,
            DrawQueue queue,
            Supplier<Path> workspace,
            Finish finish,
            Events events) {
        this.runner = runner;
        this.worker = worker;
        this.queue = queue;
        this.workspace = workspace;
        this.finish = finish;
        this.events = events;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    Trouble trouble() {
        return trouble;
    }

    boolean isBusy() {
        return phase.get() == Phase.LOADING || phase.get() == Phase.DRAWING;
    }

    /** Entries at the front of the queue that cannot be moved: the one that is being drawn. */
    int fixed() {
        return isBusy() ? 1 : 0;
    }

    /** Draws what is in the queue, if nothing is drawn yet; a failed entry is tried again. */
    void go() {
        if (isBusy()) {
            return;
        }
        Drawing next = queue.first().orElse(null);
        if (next == null) {
            phase.set(Phase.IDLE);
            return;
        }
        current = next;
        cancelled = false;
        Drawn drawn = Drawn.growing(next);
        phase.set(Phase.LOADING);
        events.begun(next, drawn);
        runner.run("Draw with " + next.modelName(), p -> draw(next, drawn))
                .onSuccess(done -> ended(next, done))
                .onFailure(thrown -> failed(next, drawn, thrown));
    }

    /** In the background. */
    private Drawn draw(Drawing drawing, Drawn drawn) throws Exception {
        Path model = Path.of(drawing.model());
        ShippedModel.prepare(model);
        if (!Files.exists(model)) {
            throw new ModelGone(drawing);
        }
        Map<String, Object> description = worker.load(workspace.get(), model);
        runner.fx(
                () -> {
                    phase.set(Phase.DRAWING);
                    events.loaded(drawing, description);
                });
        Drawing known = drawing.knowing(ModelFacts.classes(description));
        drawn.know(known.classes());
        for (List<Integer> batch : SampleBatches.of(known.parts())) {
            if (cancelled) {
                throw new WorkerException("cancelled", "", "");
            }
            List<SampleSettings> parts = batch.stream().map(known.parts()::get).toList();
            worker.run(
                    id ->
                            parts.size() == 1
                                    ? new Request.Sample(id, parts.get(0))
                                    : new Request.SampleTogether(id, parts),
                    reply -> {
                        take(drawn, known, batch, reply);
                        if (cancelled && reply instanceof Reply.Progress) {
                            // It was asked to end before it had begun.
                            var unused = worker.cancel();
                        }
                    });
        }
        finish.run(drawing, drawn);
        return drawn;
    }

    /** Pictures of a batch are numbered as its parts, those of a part within it. */
    private static void take(Drawn drawn, Drawing drawing, List<Integer> batch, Reply reply) {
        int alone = batch.get(0);
        if (batch.size() == 1) {
            drawn.take(drawing.parts().get(alone), drawing.slot(alone), reply);
            return;
        }
        if (reply instanceof Reply.SampleImage image) {
            int part = batch.get(image.index());
            Reply own = new Reply.SampleImage(image.id(), 0, image.path());
            drawn.take(drawing.parts().get(part), drawing.slot(part), own);
        } else if (reply instanceof Reply.Progress p) {
            for (int i = 0; i < p.previews().size(); i++) {
                int part = batch.get(p.firstIndex() + i);
                drawn.take(drawing.parts().get(part), drawing.slot(part), p.preview(i));
            }
        }
    }

    private void ended(Drawing drawing, Drawn drawn) {
        queue.remove(drawing);
        leave(drawing, drawn, false);
    }

    private void failed(Drawing drawing, Drawn drawn, Throwable thrown) {
        drawn.dropUnfinished();
        boolean died = worker.death().isPresent();
        if (cancelled || thrown instanceof CancellationException) {
            queue.remove(drawing);
            leave(drawing, drawn, true);
            return;
        }
        trouble =
                thrown instanceof ModelGone
                        ? Trouble.modelGone(drawing.modelName(), drawing.model())
                        : Trouble.of(thrown, died);
        current = null;
        events.ended(drawing, drawn, true);
        phase.set(Phase.FAILED);
    }

    private void leave(Drawing drawing, Drawn drawn, boolean stopped) {
        current = null;
        phase.set(Phase.IDLE);
        events.ended(drawing, drawn, stopped);
        go();
    }

    /** Ends what is being drawn within a step; finished pictures stay, the queue goes on. */
    void cancel() {
        if (!isBusy() || cancelled) {
            return;
        }
        cancelled = true;
        var unused = worker.cancel();
    }

    /** Whether the drawing was asked to end and has not yet. */
    boolean isCancelling() {
        return cancelled && isBusy();
    }

    /** What is being drawn; null: nothing. */
    @Nullable Drawing current() {
        return current;
    }

    /** Leaves the failed entry out and goes on; returns it. */
    @Nullable Drawing skip() {
        if (phase.get() != Phase.FAILED) {
            return null;
        }
        Drawing left = queue.first().orElse(null);
        if (left != null) {
            queue.remove(left);
        }
        phase.set(Phase.IDLE);
        go();
        return left;
    }

    /** The failure is dealt with otherwise, such as by an empty queue. */
    void forgetFailure() {
        if (phase.get() == Phase.FAILED) {
            phase.set(Phase.IDLE);
        }
    }

    /** The model's folder or file is not there. */
    private static final class ModelGone extends IOException {
        private static final long serialVersionUID = 1L;

        ModelGone(Drawing drawing) {
            super(drawing.model() + " does not exist");
        }
    }
}
