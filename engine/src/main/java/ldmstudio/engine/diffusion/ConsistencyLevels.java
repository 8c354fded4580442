package ldmstudio.engine.diffusion;

/**
 * The times at which a consistency function is learned and asked: N + 1 of them, evenly spaced from
 * the picture (number 0) to the noise (number N).
 *
 * <p>Of a noise schedule with T timesteps t_n = n ⌊T/N⌋ − 1 and t_0 = 0, on a straight line s_n =
 * n/N. A sampler of M steps visits the numbers N − ⌊i N/M⌋, i = 0 … M − 1.
 *
 * <p>Luo et al., Latent Consistency Models, 2023, arXiv:2310.04378, section 4.3: neighbours are a
 * skipping interval k = T/N apart, so that one step of the solver is worth learning from.
 *
 * @param count N
 */
public record ConsistencyLevels(Process process, int count) {
    /** As many as the published latent consistency models have. */
    public static final int USUAL = 50;

    public ConsistencyLevels {
        if (count < 1 || count > largest(process)) {
            throw new IllegalArgumentException(
                    "original_inference_steps is "
                            + count
                            + ", allowed are 1 to "
                            + largest(process));
        }
    }

    /** These, or as many as the process has. */
    public static ConsistencyLevels atMost(Process process, int count) {
        return new ConsistencyLevels(process, Math.min(count, largest(process)));
    }

    private static int largest(Process process) {
        return process instanceof Process.VariancePreserving vp
                ? vp.schedule().numTrainTimesteps()
                : Integer.MAX_VALUE;
    }

    /**
     * The time of a level.
     *
     * @param number 0 to N
     */
    public double time(int number) {
        if (process instanceof Process.VariancePreserving vp) {
            int distance = vp.schedule().numTrainTimesteps() / count;
            return Math.max(0, number * distance - 1);
        }
        return (double) number / count;
    }

    /**
     * The times that a sampler visits, falling.
     *
     * @param steps M, 1 to N
     * @throws IllegalArgumentException for another number
     */
    public double[] times(int steps) {
        if (steps < 1 || steps > count) {
            throw new IllegalArgumentException(
                    "steps is "
                            + steps
                            + ", lcm allows 1 to "
                            + count
                            + ", the timesteps that it was distilled at");
        }
        double stride = (double) count / steps;
        double[] times = new double[steps];
        for (int i = 0; i < steps; i++) {
            times[i] = time(count - (int) Math.floor(i * stride));
        }
        return times;
    }
}
