package ldmstudio.engine.diffusion;

/**
 * Ranges of times for which losses are charted apart: the loss of a noisy sample and of an almost
 * clean one differ by orders of magnitude, so one mean over all hides what is learned.
 *
 * <p>Bucket i of n holds the i-th n-th of the way from picture to noise.
 */
public record LossBuckets(int count, Process process) {
    public LossBuckets {
        if (count < 1) {
            throw new IllegalArgumentException("loss_buckets is " + count + ", must be at least 1");
        }
    }

    /** The bucket of a time of the process. */
    public int bucket(double time) {
        return Math.min((int) (process.progress(time) * count), count - 1);
    }
}
