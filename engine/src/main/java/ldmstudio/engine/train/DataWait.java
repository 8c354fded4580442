package ldmstudio.engine.train;

import ldmstudio.engine.data.Batch;
import ldmstudio.engine.data.BatchLoader;

/** Fetches batches and counts how long the training waited for them. */
final class DataWait {
    private long nanos;

    Batch of(BatchLoader batches, long number) {
        long start = System.nanoTime();
        try {
            return batches.batch(number);
        } finally {
            nanos += System.nanoTime() - start;
        }
    }

    LatentBatches.Clean of(LatentBatches batches, long number) {
        long start = System.nanoTime();
        try {
            return batches.training(number);
        } finally {
            nanos += System.nanoTime() - start;
        }
    }

    long nanos() {
        return nanos;
    }
}
