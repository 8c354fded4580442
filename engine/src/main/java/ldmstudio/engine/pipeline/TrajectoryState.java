package ldmstudio.engine.pipeline;

/**
 * Where a sampling stands between two steps: {@code x_t = signal · x_0 + noise · ε} at the scale at
 * which the network sees it.
 *
 * @param step steps that are done, from 0 to {@code total}; at {@code total} the result
 * @param timestep what the network is told here; behind the last step 0, or -1 where 0 is a step of
 *     its own
 * @param latents x_t in planes {@code (C, h, w)}
 * @param predicted x̂_0 that the sampler believes in here; at the end the result
 * @param distance of x_t from the way that is branched off, see {@link TrajectoryDistance}; -1 on
 *     that way itself
 * @param predictedDistance the same for x̂_0
 */
public record TrajectoryState(
        int step,
        int total,
        double timestep,
        double signal,
        double noise,
        Planes latents,
        Planes predicted,
        double distance,
        double predictedDistance) {
    /** Whether this is the result. */
    public boolean last() {
        return step == total;
    }

    TrajectoryState withDistances(double ofLatents, double ofPredicted) {
        return new TrajectoryState(
                step, total, timestep, signal, noise, latents, predicted, ofLatents, ofPredicted);
    }
}
