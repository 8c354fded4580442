package ldmstudio.engine.sampler;

import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.TimestepSpacing;

/**
 * Which timesteps are visited when nobody says: trailing for few steps and for schedules that end
 * in pure noise, as Lin et al., 2023, arXiv:2305.08891, section 3.3, ask for; otherwise what the
 * sampler was published with.
 *
 * <p>Predicted noise says almost nothing of the picture where almost none is left: x̂_0 = (x − s
 * ε̂) / a multiplies the error of ε̂ by 1/a, and the next step shows a'/a of it. So ε-prediction
 * starts at the last timestep only if that is moderate, and leading otherwise, which never visits
 * it.
 */
final class AutomaticSpacing {
    /**
     * With fewer steps than a share of 1/this of the schedule, where sampling starts matters more
     * than where it ends: leading spacing would skip the noisiest T/N timesteps.
     */
    private static final int FEW = 25;

    /** Errors of predicted noise that are shown larger than this ruin a picture. */
    private static final double MOST_AMPLIFIED = 20;

    private AutomaticSpacing() {}

    /**
     * The spacing of a sampling.
     *
     * @param published what the sampler's authors take
     */
    static TimestepSpacing of(
            SamplerOptions options,
            NoiseSchedule schedule,
            PredictionType type,
            int steps,
            TimestepSpacing published) {
        if (!options.spacing().equals(SamplerOptions.AUTO)) {
            return TimestepSpacing.of(options.spacing());
        }
        if (blind(schedule, type, steps)) {
            return TimestepSpacing.LEADING;
        }
        int total = schedule.numTrainTimesteps();
        boolean trailing = steps * FEW <= total || schedule.alphaCumprod(total - 1) == 0;
        return trailing ? TimestepSpacing.TRAILING : published;
    }

    /** Whether the answer at the last timestep would ruin the picture. */
    static boolean blind(NoiseSchedule schedule, PredictionType type, int steps) {
        int last = schedule.numTrainTimesteps() - 1;
        int next = Math.max(0, last - schedule.numTrainTimesteps() / Math.max(1, steps));
        double amplified = schedule.alphaCumprod(next) / (double) schedule.alphaCumprod(last);
        return type == PredictionType.EPSILON && amplified > MOST_AMPLIFIED * MOST_AMPLIFIED;
    }
}
