package ldmstudio.engine.sampler;

import java.util.List;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.diffusion.TimestepSpacing;
import ldmstudio.engine.tensor.Ops;

/** The samplers by the words of configurations and forms. */
public final class Samplers {
    /**
     * With fewer steps than a share of 1/this of the schedule, where sampling starts matters more
     * than where it ends: leading spacing would skip the noisiest T/N timesteps.
     */
    private static final int FEW = 25;

    /** Errors of predicted noise that are shown larger than this ruin a picture. */
    private static final double MOST_AMPLIFIED = 20;

    private Samplers() {}

    /** The words of the samplers that can sample a process. */
    public static List<String> words(Process process) {
        return process instanceof Process.VariancePreserving
                ? List.of("ddim", "ddpm", "ancestral", "ancestral_large")
                : List.of("tld_ddim", "tld_dpmpp");
    }

    /**
     * A sampler by its word.
     *
     * @param steps number of steps, 1 to the timesteps of the noise schedule
     * @throws IllegalArgumentException for a word or number of steps that this process does not
     *     know
     */
    public static Sampler create(
            Ops ops,
            String word,
            Process process,
            PredictionType type,
            int steps,
            SamplerOptions options) {
        if (!words(process).contains(word)) {
            throw new IllegalArgumentException(
                    "sampler is '" + word + "', allowed are " + String.join(", ", words(process)));
        }
        if (process instanceof Process.VariancePreserving vp) {
            return variancePreserving(ops, word, vp.schedule(), type, steps, options);
        }
        if (process instanceof Process.Interpolation line) {
            return straightLine(ops, word, line, type, steps, options);
        }
        throw new IllegalArgumentException("sampler is '" + word + "'");
    }

    private static Sampler straightLine(
            Ops ops,
            String word,
            Process.Interpolation line,
            PredictionType type,
            int steps,
            SamplerOptions options) {
        TldSampler.Form form =
                word.equals("tld_ddim") ? TldSampler.Form.DDIM : TldSampler.Form.DPM_SOLVER_PP_2M;
        return new TldSampler(
                ops,
                line,
                type,
                steps,
                new TldSampler.Options(form, 1, options.correction(), LatentNudge.NONE));
    }

    private static Sampler variancePreserving(
            Ops ops,
            String word,
            NoiseSchedule schedule,
            PredictionType type,
            int steps,
            SamplerOptions options) {
        int total = schedule.numTrainTimesteps();
        // With every timestep visited, an offset would lead beyond the last one.
        int room = total - 1 - (steps - 1) * (total / Math.max(steps, 1));
        int offset = Math.max(0, Math.min(options.habit().stepsOffset(), room));
        int[] timesteps =
                spacing(options, schedule, type, steps).timesteps(total, steps, offset);
        return switch (word) {
            case "ddim" ->
                    new DdimSampler(
                            ops,
                            schedule,
                            type,
                            timesteps,
                            new DdimSampler.Options(
                                    options.eta(),
                                    options.habit().setAlphaToOne(),
                                    options.correction(),
                                    false));
            case "ddpm" ->
                    new DdpmSampler(
                            ops,
                            schedule,
                            type,
                            timesteps,
                            new DdpmSampler.Options(
                                    DdpmSampler.Variance.FIXED_SMALL,
                                    options.correction(),
                                    options.sigmaScale()));
            case "ancestral", "ancestral_large" ->
                    new AncestralSampler(
                            ops,
                            schedule,
                            type,
                            timesteps,
                            new DdpmSampler.Options(
                                    word.equals("ancestral")
                                            ? DdpmSampler.Variance.FIXED_SMALL
                                            : DdpmSampler.Variance.FIXED_LARGE,
                                    options.correction(),
                                    options.sigmaScale()));
            default -> throw new IllegalArgumentException("sampler is '" + word + "'");
        };
    }

    /**
     * Trailing for few steps and for schedules that end in pure noise, as Lin et al., 2023,
     * arXiv:2305.08891, section 3.3, ask for; leading otherwise, which visits timestep 0.
     *
     * <p>Predicted noise says almost nothing of the picture where almost none is left: x̂_0 = (x −
     * s ε̂) / a multiplies the error of ε̂ by 1/a, and the next step shows a'/a of it. So
     * ε-prediction starts at the last timestep only if that is moderate.
     */
    private static TimestepSpacing spacing(
            SamplerOptions options, NoiseSchedule schedule, PredictionType type, int steps) {
        if (!options.spacing().equals(SamplerOptions.AUTO)) {
            return TimestepSpacing.of(options.spacing());
        }
        int total = schedule.numTrainTimesteps();
        int last = total - 1;
        double left = schedule.alphaCumprod(last);
        double next = schedule.alphaCumprod(Math.max(0, last - total / Math.max(1, steps)));
        boolean blind =
                type == PredictionType.EPSILON && next > MOST_AMPLIFIED * MOST_AMPLIFIED * left;
        boolean trailing = !blind && (steps * FEW <= total || left == 0);
        return trailing ? TimestepSpacing.TRAILING : TimestepSpacing.LEADING;
    }
}
