package ldmstudio.engine.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import ldmstudio.engine.Exempt;

/**
 * Writes files while the training goes on: one thread, in the order of asking, and never more than
 * a few pieces of work waiting, so that a slow disk costs time and not memory.
 *
 * <p>The first failure is thrown to whoever asks next, and nothing is written after it.
 */
@Exempt(
        from = Exempt.Rule.THREADS,
        because =
                "checksums and waiting for the disk must not hold up the steps; the thread touches"
                        + " no array and nothing that a step depends on")
final class BackgroundWriter implements AutoCloseable {
    /** Work that writes files. */
    interface Work {
        void run() throws IOException;
    }

    private static final int MOST_WAITING = 8;
    private static final int PATIENCE_MINUTES = 5;

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread daemon = new Thread(task, "run-folder-writer");
                        daemon.setDaemon(true);
                        return daemon;
                    });

    /** Also true while work is being done; only the thread looks at it. */
    private boolean failed;

    private final Deque<Future<?>> waiting = new ArrayDeque<>();

    /** Asks for work; waits while too much of it is waiting already. */
    void submit(Work work) throws IOException {
        check();
        while (waiting.size() >= MOST_WAITING) {
            join(waiting.removeFirst());
        }
        waiting.addLast(
                thread.submit(
                        () -> {
                            if (!failed) {
                                failed = true;
                                work.run();
                                failed = false;
                            }
                            return null;
                        }));
    }

    /** Throws the failure of what is done by now. */
    void check() throws IOException {
        while (!waiting.isEmpty() && waiting.getFirst().isDone()) {
            join(waiting.removeFirst());
        }
    }

    /** Waits for all that was asked for. */
    void finish() throws IOException {
        while (!waiting.isEmpty()) {
            join(waiting.removeFirst());
        }
    }

    private void join(Future<?> work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    work.get();
                    return;
                } catch (InterruptedException e) {
                    // Half a checkpoint helps nobody; whoever interrupted is told afterwards.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
                throw unchecked.getCause();
            }
            if (cause instanceof IOException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("writing failed: " + cause, cause);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the thread after the work that it is at; {@link #finish} says how that went. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
