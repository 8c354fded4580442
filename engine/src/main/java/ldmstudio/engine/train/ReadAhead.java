package ldmstudio.engine.train;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import ldmstudio.engine.Exempt;
import ldmstudio.engine.data.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next batch of latents while the training computes with this one. A batch is a function
 * of its number, so what is read ahead changes nothing but the waiting; a number that was not
 * expected is read at once.
 */
@Exempt(
        from = Exempt.Rule.THREADS,
        because =
                "the disk and the posterior's noise must not hold up the steps; the thread touches"
                        + " no array and nothing that a step depends on")
final class ReadAhead implements LatentBatches {
    private static final int PATIENCE_SECONDS = 30;

    private final LatentBatches source;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread daemon = new Thread(task, "latent-reader");
                        daemon.setDaemon(true);
                        return daemon;
                    });
    private long next = -1;
    private @Nullable Future<Clean> reading;

    /**
     * @param source whose training batches may be asked for on another thread
     */
    ReadAhead(LatentBatches source) {
        this.source = source;
    }

    @Override
    public Clean training(long batchNumber) {
        Future<Clean> begun = reading;
        boolean expected = begun != null && next == batchNumber;
        if (begun != null && !expected) {
            begun.cancel(false);
        }
        Clean clean = expected && begun != null ? joined(begun) : source.training(batchNumber);
        next = batchNumber + 1;
        long following = next;
        reading = thread.submit(() -> source.training(following));
        return clean;
    }

    private static Clean joined(Future<Clean> begun) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return begun.get();
                } catch (InterruptedException e) {
                    // A step is whole or not at all; whoever interrupted is told afterwards.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("latents cannot be read: " + e.getCause(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int[] shape() {
        return source.shape();
    }

    @Override
    public Clean validation(int first, int count) {
        return source.validation(first, count);
    }

    @Override
    public int validationSize() {
        return source.validationSize();
    }

    @Override
    public Dataset dataset() {
        return source.dataset();
    }

    /** Ends the thread before the files are closed that it may be reading. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
