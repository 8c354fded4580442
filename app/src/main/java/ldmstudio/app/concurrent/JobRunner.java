package ldmstudio.app.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;

/**
 * Runs work away from the FX thread and brings results back to it. Both executors are injected:
 * tests pass {@code Runnable::run} and need neither a toolkit nor sleeps.
 */
public final class JobRunner {
    private final Executor background;
    private final Executor fx;
    private final Executor outcomes;
    private final AtomicInteger going = new AtomicInteger();

    public JobRunner(Executor background, Executor fx) {
        this(background, fx, fx);
    }

    /**
     * @param outcomes where jobs call their listeners
     */
    private JobRunner(Executor background, Executor fx, Executor outcomes) {
        this.background = task -> begin(background, task);
        this.fx = fx;
        this.outcomes = outcomes;
    }

    /** The runner of the real window: a pool of daemon threads, and the FX thread. */
    public static JobRunner forWindow() {
        AtomicInteger count = new AtomicInteger();
        ExecutorService pool =
                Executors.newCachedThreadPool(
                        task ->
                                DaemonThreads.create(
                                        "background-" + count.incrementAndGet(), task));
        // Outcomes come in a later turn of the FX thread even when the work is over before its
        // listener is added: what runs next must not depend on how fast a disk was.
        return new JobRunner(pool, fxExecutor(), Platform::runLater);
    }

    private void begin(Executor executor, Runnable task) {
        going.incrementAndGet();
        try {
            executor.execute(
                    () -> {
                        try {
                            task.run();
                        } finally {
                            going.decrementAndGet();
                        }
                    });
        } catch (RuntimeException | Error e) {
            going.decrementAndGet();
            throw e;
        }
    }

    /**
     * Waits until nothing runs in the background, so that what was being written when the window
     * closed is written.
     *
     * @return false: something still ran after so long
     */
    public boolean awaitIdle(long limit, TimeUnit unit) {
        long end = System.nanoTime() + unit.toNanos(limit);
        while (going.get() > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    /** Runs at once on the FX thread, or later there when called from elsewhere. */
    public static Executor fxExecutor() {
        return task -> {
            if (Platform.isFxApplicationThread()) {
                task.run();
            } else {
                Platform.runLater(task);
            }
        };
    }

    /** Starts {@code work} in the background; {@code name} is shown to people. */
    public <T> Job<T> run(String name, Job.Work<T> work) {
        Job<T> job = new Job<>(name, outcomes);
        background.execute(() -> job.execute(work));
        return job;
    }

    /** Runs {@code task} in the background, without a result. */
    public void background(Runnable task) {
        background.execute(task);
    }

    /** Runs {@code task} on the FX executor. */
    public void fx(Runnable task) {
        fx.execute(task);
    }

    public Executor backgroundExecutor() {
        return background;
    }

    public Executor fx() {
        return fx;
    }
}
