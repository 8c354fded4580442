package ldmstudio.app.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.util.Subscription;
import ldmstudio.app.client.WorkerFactory;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.workspace.RunNames;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All trainings of this session: at most one runs, the others wait in their order. Everything here
 * happens on the FX executor; the workers' answers are brought to it.
 */
public final class JobCenter {
    private static final Logger LOG = LoggerFactory.getLogger(JobCenter.class);

    private final JobRunner runner;
    private final Notifications notifications;
    private final Supplier<Path> workspace;
    private final IntSupplier threads;
    private final TrainingRun.Surroundings surroundings;
    private final List<TrainingJob> queue = new ArrayList<>();
    private final List<TrainingJob> over = new ArrayList<>();
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper(this, "changes");
    private @Nullable TrainingJob active;
    private boolean queuePaused;

    /**
     * @param workspace the folder to work in, asked anew each time
     * @param threads for runs whose configuration leaves them open; 0: as many as there are cores
     */
    public JobCenter(
            JobRunner runner,
            WorkerFactory workers,
            Notifications notifications,
            Supplier<Path> workspace,
            IntSupplier threads) {
        this.threads = threads;
        this.runner = runner;
        this.notifications = notifications;
        this.workspace = workspace;
        this.surroundings =
                new TrainingRun.Surroundings(
                        runner, workers, workspace, this::changed, this::ended);
    }

    /** Starts a new training, or puts it at the end of the queue while another one runs. */
    public TrainingJob train(RunConfig config) {
        return train(config, null);
    }

    /**
     * As {@link #train(RunConfig)}, but it begins only when the run in {@code needs} is done; when
     * that one ends without a usable model, this one leaves the queue with a word.
     */
    public TrainingJob train(RunConfig config, @Nullable Path needs) {
        Path folder =
                RunNames.free(
                        workspace.get().resolve("runs"),
                        config.name(),
                        candidate -> find(candidate).isPresent());
        return enqueue(
                new QueuedRun(
                        String.valueOf(folder.getFileName()),
                        String.valueOf(RunConfigs.get(config, "stage")),
                        folder.toString(),
                        RunConfigs.write(withThreads(config)),
                        needs == null ? "" : needs.toAbsolutePath().toString()));
    }

    /** Takes up a run from its newest checkpoint. */
    public TrainingJob resume(Path folder, String stage) {
        Path absolute = folder.toAbsolutePath().normalize();
        Optional<TrainingJob> known = find(absolute).filter(job -> !job.state().isOver());
        return known.orElseGet(
                () ->
                        enqueue(
                                new QueuedRun(
                                        String.valueOf(absolute.getFileName()),
                                        stage,
                                        absolute.toString(),
                                        "",
                                        "")));
    }

    /** The newest job of that run folder in this session. */
    public Optional<TrainingJob> find(Path folder) {
        Path wanted = folder.toAbsolutePath().normalize();
        TrainingJob running = active;
        if (running != null && running.folder().equals(wanted)) {
            return Optional.of(running);
        }
        for (TrainingJob job : queue) {
            if (job.folder().equals(wanted)) {
                return Optional.of(job);
            }
        }
        for (int i = over.size() - 1; i >= 0; i--) {
            if (over.get(i).folder().equals(wanted)) {
                return Optional.of(over.get(i));
            }
        }
        return Optional.empty();
    }

    /** The training that runs, if one does. */
    public Optional<TrainingJob> active() {
        return Optional.ofNullable(active);
    }

    /** Those that wait, next one first. */
    public List<TrainingJob> queue() {
        return List.copyOf(queue);
    }

    /** Those that ended in this session, oldest first. */
    public List<TrainingJob> over() {
        return List.copyOf(over);
    }

    /** Counts up whenever a job is added, changes its state, moves or leaves. */
    public ReadOnlyLongProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** Calls {@code listener} now and after every change. */
    public Subscription subscribe(Runnable listener) {
        return changes.subscribe(count -> listener.run());
    }

    /** Takes a waiting job out of the queue. */
    public void remove(TrainingJob job) {
        if (queue.remove(job)) {
            saveQueue();
            changed();
        }
    }

    /**
     * Puts a job that was taken out of the queue back to its place, or to the end of a queue that
     * has become shorter.
     */
    public void putBack(TrainingJob job, int place) {
        if (!queue.contains(job) && job.state() == JobState.QUEUED) {
            queue.add(Math.min(place, queue.size()), job);
            saveQueue();
            changed();
            startNext();
        }
    }

    /** Moves a waiting job by so many places; negative: earlier. */
    public void move(TrainingJob job, int by) {
        int from = queue.indexOf(job);
        int to = from + by;
        if (from >= 0 && to >= 0 && to < queue.size()) {
            queue.remove(from);
            queue.add(to, job);
            saveQueue();
            changed();
        }
    }

    public boolean isQueuePaused() {
        return queuePaused;
    }

    /** Holds the queue; the job that runs goes on. */
    public void setQueuePaused(boolean paused) {
        queuePaused = paused;
        changed();
        startNext();
    }

    /**
     * Reads what waited when the studio was closed. It stays held until somebody starts it: nobody
     * expects a window to begin with hours of work.
     */
    public void restoreQueue() {
        Path folder = workspace.get();
        runner.run("Read the queue", progress -> QueueFile.read(folder))
                .onSuccess(
                        runs -> {
                            runs.forEach(run -> queue.add(new TrainingJob(run)));
                            queuePaused = queuePaused || !runs.isEmpty();
                            changed();
                        })
                .onFailure(
                        e ->
                                notifications.failed(
                                        "The queue in " + QueueFile.in(folder) + " is unreadable",
                                        e));
    }

    /** Ends the job, or takes it out of the queue; completes when its worker is gone. */
    public CompletableFuture<Void> stop(TrainingJob job, boolean save) {
        if (job == active) {
            return TrainingRun.stop(job, save, surroundings);
        }
        remove(job);
        return CompletableFuture.completedFuture(null);
    }

    /** Ends the active job and completes when its worker is gone; at once when none runs. */
    public CompletableFuture<Void> stopAll(boolean save) {
        queuePaused = true;
        TrainingJob running = active;
        if (running == null) {
            return CompletableFuture.completedFuture(null);
        }
        return TrainingRun.stop(running, save, surroundings);
    }

    private TrainingJob enqueue(QueuedRun run) {
        TrainingJob job = new TrainingJob(run);
        queue.add(job);
        saveQueue();
        changed();
        if (active == null && queue.size() == 1) {
            // Somebody who starts a job on an empty queue means now.
            queuePaused = false;
        }
        startNext();
        return job;
    }

    private RunConfig withThreads(RunConfig config) {
        int chosen = threads.getAsInt();
        return chosen == 0 || config.machine().threads() != 0
                ? config
                : RunConfigs.with(config, "machine.threads", chosen);
    }

    private void startNext() {
        if (active != null || queuePaused || queue.isEmpty()) {
            return;
        }
        TrainingJob next = queue.remove(0);
        active = next;
        saveQueue();
        next.setState(JobState.STARTING);
        changed();
        TrainingRun.start(next, surroundings);
    }

    private void ended(TrainingJob job) {
        if (job == active) {
            active = null;
        }
        over.add(job);
        changed();
        JobNews.tell(job, this, notifications);
        startNext();
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    private void saveQueue() {
        Path folder = workspace.get();
        List<QueuedRun> snapshot = queue.stream().map(TrainingJob::run).toList();
        runner.background(
                () -> {
                    try {
                        synchronized (this) {
                            QueueFile.write(folder, snapshot);
                        }
                    } catch (IOException e) {
                        LOG.warn("the queue could not be written", e);
                        notifications.failed("The queue could not be saved", e);
                    }
                });
    }
}
