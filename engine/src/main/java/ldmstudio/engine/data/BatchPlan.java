package ldmstudio.engine.data;

/**
 * Which pictures make up the batch of a step: a pure function of the step.
 *
 * <p>Training: place {@code step * batchSize + k} of an endless list in which every epoch is a
 * permutation that depends on (seed, epoch) only; batches run on over an epoch's end, so all have
 * {@code batchSize} pictures. In order: pictures 0, 1, 2 … once each; the last batch of a pass may
 * be smaller, and step {@code batchesPerPass} starts again at 0.
 *
 * @param seed of order, crops and flips
 * @param batchSize pictures a batch, at least 1
 * @param training shuffled, with random crops and flips; otherwise in order, centred, unflipped
 */
public record BatchPlan(long seed, int batchSize, boolean training) {
    public BatchPlan {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch_size must be at least 1, not " + batchSize);
        }
    }

    /** Shuffled and augmented, for learning. */
    public static BatchPlan training(long seed, int batchSize) {
        return new BatchPlan(seed, batchSize, true);
    }

    /** Every picture once, in order, without chance; for validation and encoding. */
    public static BatchPlan inOrder(int batchSize) {
        return new BatchPlan(0, batchSize, false);
    }

    /** Batches that show each of {@code datasetSize} pictures at least once. */
    public long batchesPerPass(int datasetSize) {
        return (datasetSize + (long) batchSize - 1) / batchSize;
    }

    /** The pictures of batch {@code step} of a data set with {@code datasetSize} pictures. */
    public int[] indices(long step, int datasetSize) {
        if (step < 0) {
            throw new IllegalArgumentException("step must not be negative: " + step);
        }
        return training ? shuffled(step, datasetSize) : inOrder(step, datasetSize);
    }

    private int[] shuffled(long step, int datasetSize) {
        int[] indices = new int[batchSize];
        long epoch = -1;
        Permutation order = new Permutation(datasetSize, seed, 0);
        for (int k = 0; k < batchSize; k++) {
            long place = Math.addExact(Math.multiplyExact(step, batchSize), k);
            if (place / datasetSize != epoch) {
                epoch = place / datasetSize;
                order = new Permutation(datasetSize, seed, epoch);
            }
            indices[k] = order.at((int) (place % datasetSize));
        }
        return indices;
    }

    private int[] inOrder(long step, int datasetSize) {
        long batch = step % batchesPerPass(datasetSize);
        int first = (int) (batch * batchSize);
        int[] indices = new int[Math.min(batchSize, datasetSize - first)];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = first + k;
        }
        return indices;
    }
}
