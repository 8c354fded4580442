package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Ancestral sampling written with the predicted noise, as in the paper's algorithm 2.
 *
 * <p>With t' the next entry of the list (ᾱ = 1 behind the last), α = ᾱ_t / ᾱ_t' and β = 1 − α:
 *
 * <p>x_t' = (x_t − β / √(1 − ᾱ_t) · ε̂) / √α + k σ z
 *
 * <p>with σ² = (1 − ᾱ_t') / (1 − ᾱ_t) · β or β, z standard normal, none in the last step. It is the
 * mathematics of {@link DdpmSampler}; the rounding is that of ExplainingAI's {@code
 * LinearNoiseScheduler} (every timestep, the first σ) and of the from-scratch CelebA recipe (every
 * timestep, the second σ, k = 0.95).
 *
 * <p>Source: Ho, Jain, Abbeel, 2020, arXiv:2006.11239, algorithm 2 and section 3.2. Where x̂_0 is
 * corrected, ε̂ is that of the corrected x̂_0.
 */
public final class AncestralSampler extends ScheduleSampler {
    private final DdpmSampler.Options options;

    /**
     * A sampler.
     *
     * @param timesteps strictly falling
     */
    public AncestralSampler(
            Ops ops,
            NoiseSchedule schedule,
            PredictionType predictionType,
            int[] timesteps,
            DdpmSampler.Options options) {
        super(ops, schedule, predictionType, timesteps);
        this.options = options;
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
                (step, xt) -> step(step, xt, denoiser, noise));
    }

    private SamplingLoop.Transition step(
            int step, NDArray xt, Denoiser denoiser, NoiseSource noise) {
        int t = timesteps[step];
        int next = step + 1 < timesteps.length ? timesteps[step + 1] : -1;
        NDArray output = ask(denoiser, xt, t);
        NoiseLevel level = level(t);
        NDArray start = predictionType.predictStart(level, xt, output);
        NDArray corrected = options.correction().apply(ops, start);
        NDArray eps =
                options.correction() instanceof StartCorrection.None
                        ? predictionType.predictNoise(level, xt, output)
                        : level.predictNoiseFromStart(xt, corrected);

        float rest = 1 - schedule.alphaCumprod(t);
        float alphaCumprodNext = alphaCumprodAfter(step, 1);
        // Neighbours take the table's own number: the quotient of two near ᾱ has lost digits.
        float beta =
                next == t - 1 ? schedule.beta(t) : 1 - schedule.alphaCumprod(t) / alphaCumprodNext;
        NDArray mean =
                xt.sub(ops.scale(eps, beta).div(ops.scalar((float) Math.sqrt(rest))))
                        .div(ops.scalar((float) Math.sqrt(1 - beta)));
        if (next < 0 || options.sigmaScale() == 0) {
            return new SamplingLoop.Transition(mean, corrected);
        }
        float variance =
                options.variance() == DdpmSampler.Variance.FIXED_LARGE
                        ? beta
                        : (1 - alphaCumprodNext) / rest * beta;
        float sigma = (float) (options.sigmaScale() * Math.sqrt(variance));
        return new SamplingLoop.Transition(
                mean.add(ops.scale(noise.noise(step, xt.getShape()), sigma)), corrected);
    }
}
