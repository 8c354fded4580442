package ldmstudio.engine.diffusion;

import ldmstudio.engine.tensor.Noise;

/**
 * At which time of a process a sample is trained: a pure function of {@code (seed, step, index)},
 * so that a resumed run draws what the uninterrupted one would have drawn.
 */
public final class TimeSampler {
    /** Keeps a uniform number of 53 bits away from 0. */
    private static final double HALF_STEP = 0x1p-54;

    private final Noise noise;
    private final Process process;
    private final TimeDistribution distribution;

    public TimeSampler(long seed, Process process, TimeDistribution distribution) {
        this.noise = new Noise(seed, "timestep");
        this.process = process;
        this.distribution = distribution;
    }

    /** The time of one sample, in the process's unit. */
    public double time(long step, long index) {
        return at(noise.uniform(step, index) + HALF_STEP);
    }

    /** The times of {@code count} samples from {@code firstIndex} on. */
    public double[] times(long step, long firstIndex, int count) {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = time(step, firstIndex + i);
        }
        return times;
    }

    /**
     * Times spread evenly over the distribution: sample i of n gets the middle of its i-th n-th.
     * For a validation loss that does not move with the draw.
     */
    public double[] stratified(int count) {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = at((i + 0.5) / count);
        }
        return times;
    }

    private double at(double p) {
        return process.timeAt(distribution.quantile(p));
    }
}
