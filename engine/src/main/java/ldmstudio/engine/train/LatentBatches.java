package ldmstudio.engine.train;

import ldmstudio.engine.data.Dataset;

/**
 * What the denoiser is trained on: clean samples z0 with their classes, as a function of the
 * batch's number.
 */
interface LatentBatches extends AutoCloseable {
    /**
     * Some clean samples.
     *
     * @param z0 {@code (B, C, h, w)}, scaled
     * @param labels class of each, -1 for none
     * @param pictures index of each in the data set
     * @param dataset the part that they are of
     */
    record Clean(float[] z0, int size, int[] labels, int[] pictures, Dataset dataset) {}

    /** {@code [C, h, w]}. */
    int[] shape();

    /** The training batch of this number. */
    Clean training(long batchNumber);

    /** Held-out samples; the number of the first one, and how many. Without chance. */
    Clean validation(int first, int count);

    int validationSize();

    Dataset dataset();

    @Override
    void close();
}
