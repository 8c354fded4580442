package ldmstudio.app.screen.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.Job;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.concurrent.Progress;
import ldmstudio.app.notify.Failures;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;

/**
 * The writing of a model in another form by a worker of its own, which ends with it: cancelled or
 * failed it leaves no file behind. Knows no controls.
 */
final class Conversion {
    /**
     * What is asked for.
     *
     * @param form as {@code ldm convert --to} names it
     * @param dtype {@code fp32}, {@code fp16}, {@code bf16}; empty: as the tensors are
     */
    record Wanted(Path model, Path out, String form, String dtype) {}

    /** Where it is. */
    enum Phase {
        IDLE,
        RUNNING,
        WRITTEN,
        /** There is something of that name; it is replaced only when asked. */
        EXISTS,
        FAILED
    }

    private static final Progress.Reading NOT_RUNNING = new Progress.Reading(-1, "");

    private final JobRunner runner;
    private final WorkerFactory workers;
    private final Supplier<Path> workspace;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.IDLE);
    private @Nullable Job<?> job;
    private @Nullable Wanted wanted;
    private String trouble = "";

    Conversion(JobRunner runner, WorkerFactory workers, Supplier<Path> workspace) {
        this.runner = runner;
        this.workers = workers;
        this.workspace = workspace;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** What was asked for last; null before the first time. */
    @Nullable Wanted wanted() {
        return wanted;
    }

    /** Why it failed, in words. */
    String trouble() {
        return trouble;
    }

    /** How far it is, to be pulled. */
    Progress.Reading progress() {
        Job<?> running = job;
        return running == null ? NOT_RUNNING : running.progress().reading();
    }

    /**
     * Begins, unless one is running.
     *
     * @param replace whether what lies at the target may go
     */
    void start(Wanted what, boolean replace) {
        if (phase.get() == Phase.RUNNING) {
            return;
        }
        wanted = what;
        if (!replace && Files.exists(what.out())) {
            phase.set(Phase.EXISTS);
            return;
        }
        phase.set(Phase.RUNNING);
        Path folder = workspace.get();
        Job<Boolean> started =
                runner.run(
                        "Convert " + what.model().getFileName(),
                        progress -> convert(folder, what, replace, progress));
        job = started;
        started.onSuccess(done -> end(started, Phase.WRITTEN, ""))
                .onFailure(e -> end(started, Phase.FAILED, words(e)));
    }

    private boolean convert(Path folder, Wanted what, boolean replace, Progress progress)
            throws Exception {
        progress.update(-1, "Starting a worker");
        try (Worker worker = workers.start(folder)) {
            Reply.Ok unused =
                    worker.request(
                                    id ->
                                            new Request.Convert(
                                                    id,
                                                    what.model().toString(),
                                                    what.out().toString(),
                                                    what.form(),
                                                    what.dtype(),
                                                    replace),
                                    reply -> {
                                        if (reply instanceof Reply.Progress p) {
                                            progress.update(p.fraction(), "Writing " + p.text());
                                        }
                                    })
                            .get();
            return true;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void end(Job<?> ended, Phase outcome, String words) {
        if (job == ended) {
            job = null;
            trouble = words;
            phase.set(outcome);
        }
    }

    private static String words(Throwable cause) {
        String hint = cause instanceof WorkerException w && !w.hint().isEmpty() ? w.hint() : "";
        return (Failures.message(cause) + " " + hint).strip();
    }

    /** Ends it; the worker takes away what is half written. */
    void cancel() {
        Job<?> running = job;
        job = null;
        if (running != null) {
            running.cancel();
        }
        phase.set(Phase.IDLE);
    }
}
