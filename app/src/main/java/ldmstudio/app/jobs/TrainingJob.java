package ldmstudio.app.jobs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import ldmstudio.app.client.Worker;
import ldmstudio.app.client.WorkerException;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.jspecify.annotations.Nullable;

/**
 * One training of this session, waiting, running or over. State changes on the FX thread only;
 * {@link #reading()} may be called from anywhere.
 */
public final class TrainingJob {
    private final QueuedRun run;
    private volatile JobState state = JobState.QUEUED;
    private volatile @Nullable Worker worker;
    private volatile long lastStep;
    private volatile long lastTotal;
    private volatile String failure = "";
    private volatile String hint = "";
    private volatile String details = "";

    TrainingJob(QueuedRun run) {
        this.run = run;
    }

    QueuedRun run() {
        return run;
    }

    public String name() {
        return run.name();
    }

    public String stage() {
        return run.stage();
    }

    /** Id of the screen that shows it. */
    public String screenId() {
        return Stage.screen(run.stage());
    }

    public Path folder() {
        return run.path();
    }

    public JobState state() {
        Worker working = worker;
        return shown(working == null ? Optional.empty() : working.heartbeat());
    }

    /** What went wrong, for people; empty: nothing. */
    public String failure() {
        return failure;
    }

    /** What to do about it; may be empty. */
    public String hint() {
        return hint;
    }

    /** Raw text for a report; may be empty. */
    public String details() {
        return details;
    }

    public JobReading reading() {
        Worker working = worker;
        Optional<Reply.Heartbeat> beat = working == null ? Optional.empty() : working.heartbeat();
        Worker.Health health = working == null ? Worker.Health.STARTING : working.health();
        JobState now = shown(beat);
        if (beat.isPresent() && beat.get().totalSteps() > 0 && now != JobState.FINISHED) {
            lastStep = Math.max(lastStep, beat.get().step());
            lastTotal = beat.get().totalSteps();
        }
        if (beat.isEmpty() || !now.isActive()) {
            return new JobReading(now, words(now, ""), lastStep, lastTotal, 0, -1, 0, 0, health);
        }
        Reply.Heartbeat b = beat.get();
        // A pause has no rate and no end; the last ones would be read as present ones.
        boolean moving = now != JobState.PAUSED;
        return new JobReading(
                now,
                words(now, b.activity()),
                lastStep,
                lastTotal,
                moving ? b.stepsPerSecond() : 0,
                moving ? b.etaSeconds() : -1,
                b.memoryMib(),
                b.liveArrays(),
                health);
    }

    /**
     * The worker knows first whether it waits; what the person asked for and the end know better.
     */
    private JobState shown(Optional<Reply.Heartbeat> beat) {
        JobState now = state;
        if (now != JobState.RUNNING || beat.isEmpty()) {
            return now;
        }
        return switch (beat.get().state()) {
            case "paused" -> JobState.PAUSED;
            case "stopping" -> JobState.STOPPING;
            default -> now;
        };
    }

    private static String words(JobState state, String activity) {
        return switch (state) {
            case STARTING -> activity.isEmpty() ? "Starting the worker" : activity;
            case RUNNING -> activity.isEmpty() ? state.word() : activity;
            default -> state.word();
        };
    }

    /** Waits after its current step, the networks kept in memory. */
    public CompletableFuture<Void> pause() {
        return ask(Request.Pause::new);
    }

    /** Goes on after a pause. */
    public CompletableFuture<Void> proceed() {
        return ask(Request.Continue::new);
    }

    /** Ends after its current step; {@code save}: with a checkpoint. */
    public CompletableFuture<Void> stop(boolean save) {
        return ask(id -> new Request.Stop(id, save));
    }

    public CompletableFuture<Void> checkpointNow() {
        return ask(Request.CheckpointNow::new);
    }

    public CompletableFuture<Void> sampleNow() {
        return ask(Request.SampleNow::new);
    }

    /** Changes a live value, see {@link Request.Set}. */
    public CompletableFuture<Void> set(String key, String value) {
        return ask(id -> new Request.Set(id, key, value));
    }

    private CompletableFuture<Void> ask(Function<String, Request> request) {
        Worker working = worker;
        if (working == null || !state.isActive()) {
            return CompletableFuture.failedFuture(
                    new WorkerException(
                            name() + " is not training.", "Start or resume it first.", ""));
        }
        return working.request(request).thenApply(ok -> null);
    }

    void setState(JobState state) {
        this.state = state;
    }

    void setWorker(@Nullable Worker worker) {
        this.worker = worker;
    }

    Optional<Worker> worker() {
        return Optional.ofNullable(worker);
    }

    void setFailure(String failure, String hint) {
        this.failure = failure;
        this.hint = hint;
    }

    void setDetails(String details) {
        this.details = details;
    }

    void setLast(long step, long total) {
        lastStep = step;
        lastTotal = total > 0 ? total : lastTotal;
    }
}
