package ldmstudio.engine.diffusion;

import ldmstudio.engine.tensor.Noise;

/**
 * Which timestep a sample is trained at: uniform over the schedule, a pure function of {@code
 * (seed, step, index)}, so that a resumed run draws what the uninterrupted one would have drawn.
 */
public final class TimestepSampler {
    private final Noise noise;
    private final int numTrainTimesteps;

    public TimestepSampler(long seed, int numTrainTimesteps) {
        this(new Noise(seed, "timestep"), numTrainTimesteps);
    }

    /** With its own random stream, for example one that validation keeps fixed. */
    public TimestepSampler(Noise noise, int numTrainTimesteps) {
        this.noise = noise;
        this.numTrainTimesteps = numTrainTimesteps;
    }

    /** The timestep of one sample, in [0, T). */
    public int timestep(long step, long index) {
        return noise.integer(step, index, numTrainTimesteps);
    }

    /** The timesteps of {@code count} samples from {@code firstIndex} on. */
    public int[] timesteps(long step, long firstIndex, int count) {
        int[] timesteps = new int[count];
        for (int i = 0; i < count; i++) {
            timesteps[i] = timestep(step, firstIndex + i);
        }
        return timesteps;
    }

    /**
     * Timesteps spread evenly over the schedule: sample i of n gets the middle of the i-th n-th of
     * it. For a validation loss that does not move with the draw.
     */
    public static int[] stratified(int numTrainTimesteps, int count) {
        int[] timesteps = new int[count];
        for (int i = 0; i < count; i++) {
            timesteps[i] = (int) ((2L * i + 1) * numTrainTimesteps / (2L * count));
        }
        return timesteps;
    }
}
