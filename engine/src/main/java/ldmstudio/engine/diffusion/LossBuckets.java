package ldmstudio.engine.diffusion;

import java.util.Arrays;

/**
 * Mean losses by range of timesteps: the loss of a noisy sample and of an almost clean one differ
 * by orders of magnitude, so one mean over all hides what is learned.
 *
 * <p>Bucket i of n holds the timesteps from i·T/n to (i+1)·T/n.
 */
public final class LossBuckets {
    private final int numTrainTimesteps;
    private final double[] sums;
    private final long[] counts;

    public LossBuckets(int buckets, int numTrainTimesteps) {
        this.numTrainTimesteps = numTrainTimesteps;
        this.sums = new double[buckets];
        this.counts = new long[buckets];
    }

    /** The bucket of a timestep. */
    public int bucket(int timestep) {
        return (int) ((long) timestep * sums.length / numTrainTimesteps);
    }

    /** Adds the losses of a batch's samples. */
    public void add(int[] timesteps, float[] losses) {
        for (int i = 0; i < timesteps.length; i++) {
            int bucket = bucket(timesteps[i]);
            sums[bucket] += losses[i];
            counts[bucket]++;
        }
    }

    /** The mean of each bucket since the last call, NaN where nothing was added; starts anew. */
    public double[] drain() {
        double[] means = new double[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = counts[i] == 0 ? Double.NaN : sums[i] / counts[i];
        }
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        return means;
    }
}
