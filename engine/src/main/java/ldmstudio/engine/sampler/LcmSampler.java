package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Latent consistency models: each step answers the end of the path and adds fresh noise for the
 * next one; 1 to 8 steps are enough for a denoiser that was distilled for it.
 *
 * <p>f(x, t) = c_skip·x + c_out·x̂_0, x' = √ᾱ_t' f + √(1 − ᾱ_t') z (the last step answers f), with
 * c_skip = σ_d²/((kt)² + σ_d²), c_out = kt/√((kt)² + σ_d²), σ_d = ½.
 *
 * <p>Source: Luo et al., Latent Consistency Models, 2023, arXiv:2310.04378, algorithm 2 and
 * equation 9; Song et al., Consistency Models, 2023, arXiv:2303.01469, appendix C.
 */
public final class LcmSampler extends ScheduleSampler {
    private static final double SIGMA_DATA = 0.5;

    private final double timestepScaling;
    private final StartCorrection correction;

    /**
     * @param timestepScaling k; 10 as in the paper's models
     */
    LcmSampler(
            Ops ops,
            NoiseSchedule schedule,
            PredictionType predictionType,
            int[] timesteps,
            double timestepScaling,
            StartCorrection correction) {
        super(ops, schedule, predictionType, timesteps);
        this.timestepScaling = timestepScaling;
        this.correction = correction;
    }

    /**
     * The timesteps of N steps: spread over those that the distillation used, which are T/M apart
     * and end at T − 1.
     *
     * @param originalSteps M, at least N
     */
    static int[] timesteps(int numTrainTimesteps, int originalSteps, int steps) {
        if (originalSteps < 1 || originalSteps > numTrainTimesteps) {
            throw new IllegalArgumentException(
                    "original_inference_steps is "
                            + originalSteps
                            + ", allowed are 1 to "
                            + numTrainTimesteps);
        }
        if (steps < 1 || steps > originalSteps) {
            throw new IllegalArgumentException(
                    "steps is "
                            + steps
                            + ", lcm allows 1 to "
                            + originalSteps
                            + ", the timesteps that it was distilled at");
        }
        int distance = numTrainTimesteps / originalSteps;
        double stride = (double) originalSteps / steps;
        int[] timesteps = new int[steps];
        for (int i = 0; i < steps; i++) {
            int place = (int) Math.floor(i * stride);
            timesteps[i] = (originalSteps - place) * distance - 1;
        }
        return timesteps;
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        return SamplingLoop.run(
                timesteps(),
                start,
                firstStep,
                listener,
                (step, x) -> step(step, x, denoiser, noise));
    }

    private SamplingLoop.Transition step(int i, NDArray x, Denoiser denoiser, NoiseSource noise) {
        int t = timesteps[i];
        NDArray output = ask(denoiser, x, t);
        NDArray start = correction.apply(ops, predictionType.predictStart(level(t), x, output));
        double scaled = t * timestepScaling;
        double variance = scaled * scaled + SIGMA_DATA * SIGMA_DATA;
        double skip = SIGMA_DATA * SIGMA_DATA / variance;
        NDArray denoised = ops.scale(start, scaled / Math.sqrt(variance)).add(ops.scale(x, skip));
        NDArray next =
                i + 1 == steps() ? denoised : noised(denoised, noise.noise(i, x.getShape()), i + 1);
        return new SamplingLoop.Transition(next, denoised);
    }
}
