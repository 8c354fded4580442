package ldmstudio.app.screen.models;

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
 * State of the Models page: which file is looked at, what a worker says about it, and its hash. The
 * worker answers from the headers at once; the hash of a file of gigabytes follows when it has been
 * read. Knows no controls.
 */
final class ModelsViewModel {
    /** What the page shows. */
    enum Phase {
        EMPTY,
        READING,
        SHOWN,
        FAILED
    }

    /** Something that went wrong, in words. */
    record Trouble(String words, String hint, String details) {}

    /** How far the hash is: {@code value} when it is known, else {@code note} says why not. */
    record Hash(boolean running, String value, String note) {
        static final Hash NONE = new Hash(false, "", "");
    }

    private static final Progress.Reading IDLE = new Progress.Reading(-1, "");

    private final JobRunner runner;
    private final WorkerFactory workers;
    private final Supplier<Path> workspace;
    private final ReadOnlyObjectWrapper<Phase> phase =
            new ReadOnlyObjectWrapper<>(this, "phase", Phase.EMPTY);
    private final ReadOnlyObjectWrapper<Hash> hash =
            new ReadOnlyObjectWrapper<>(this, "hash", Hash.NONE);
    private final Conversion conversion;
    private @Nullable InspectedModel model;
    private Path given = Path.of("");
    private Trouble trouble = new Trouble("", "", "");
    private @Nullable Job<?> reading;
    private @Nullable Job<?> hashing;

    ModelsViewModel(JobRunner runner, WorkerFactory workers, Supplier<Path> workspace) {
        this.runner = runner;
        this.workers = workers;
        this.workspace = workspace;
        this.conversion = new Conversion(runner, workers, workspace);
    }

    /** The writing of a model in another form; it goes on while others are looked at. */
    Conversion conversion() {
        return conversion;
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Hash> hashProperty() {
        return hash.getReadOnlyProperty();
    }

    /** What was said last; null before the first answer. */
    @Nullable InspectedModel model() {
        return model;
    }

    /** The file or folder that was asked about, as the person named it. */
    Path given() {
        return given;
    }

    Trouble trouble() {
        return trouble;
    }

    /** How far the reading is, to be pulled. */
    Progress.Reading readingProgress() {
        Job<?> job = reading;
        return job == null ? IDLE : job.progress().reading();
    }

    /** How far the hash is, to be pulled. */
    Progress.Reading hashProgress() {
        Job<?> job = hashing;
        return job == null ? IDLE : job.progress().reading();
    }

    /** Asks a worker what a file, a folder or a run is; what was looked at before is left. */
    void inspect(Path path) {
        stop();
        given = path.toAbsolutePath().normalize();
        Path asked = given;
        hash.set(Hash.NONE);
        phase.set(Phase.READING);
        Path folder = workspace.get();
        Job<InspectedModel> job =
                runner.run("Look into " + asked.getFileName(), p -> ask(folder, asked, p));
        reading = job;
        job.onSuccess(
                        answer -> {
                            if (reading == job) {
                                shown(answer);
                            }
                        })
                .onFailure(
                        e -> {
                            if (reading == job) {
                                failed(e);
                            }
                        });
    }

    /** Looks again at the same file, such as after it was fetched anew. */
    void again() {
        inspect(given);
    }

    private InspectedModel ask(Path folder, Path path, Progress progress) throws Exception {
        progress.update(-1, "Starting a worker");
        // Its own worker, ended by the end of the question: a cancelled one leaves nothing behind.
        try (Worker worker = workers.start(folder)) {
            progress.update(-1, "Reading the headers");
            Reply.Ok ok =
                    worker.request(id -> new Request.Inspect(id, path.toString(), false)).get();
            return InspectedModel.of(ok.payload());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void shown(InspectedModel answer) {
        reading = null;
        model = answer;
        hash.set(answer.isFile() ? new Hash(true, "", "") : Hash.NONE);
        phase.set(Phase.SHOWN);
        if (answer.isFile()) {
            hash(given);
        }
    }

    private void hash(Path file) {
        Job<String> job = runner.run("Hash " + file.getFileName(), p -> FileDigest.sha256(file, p));
        hashing = job;
        job.onSuccess(value -> hashed(job, new Hash(false, value, "")))
                .onFailure(e -> hashed(job, new Hash(false, "", Failures.message(e))));
    }

    private void hashed(Job<String> job, Hash outcome) {
        if (hashing == job) {
            hashing = null;
            hash.set(outcome);
        }
    }

    private void failed(Throwable cause) {
        reading = null;
        String hint = cause instanceof WorkerException w ? w.hint() : "";
        String details =
                cause instanceof WorkerException w && !w.details().isEmpty()
                        ? w.details()
                        : Failures.trace(cause);
        trouble = new Trouble(Failures.message(cause), hint, details);
        phase.set(Phase.FAILED);
    }

    /** Ends the question; the page is empty again. */
    void cancel() {
        if (phase.get() == Phase.READING) {
            stop();
            phase.set(Phase.EMPTY);
        }
    }

    /** Leaves the hash; all else stays. */
    void cancelHash() {
        Job<?> job = hashing;
        if (job != null) {
            hashing = null;
            job.cancel();
            hash.set(new Hash(false, "", "not computed"));
        }
    }

    /** Reads the file for its hash after it was left. */
    void hashAgain() {
        if (phase.get() == Phase.SHOWN && hashing == null) {
            hash.set(new Hash(true, "", ""));
            hash(given);
        }
    }

    private void stop() {
        Job<?> asked = reading;
        Job<?> hashed = hashing;
        reading = null;
        hashing = null;
        if (asked != null) {
            asked.cancel();
        }
        if (hashed != null) {
            hashed.cancel();
        }
    }
}
