package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Ancestral sampling: each step draws from the posterior of the forward process, given the
 * predicted x_0.
 *
 * <p>With t' the next entry of the list (ᾱ = 1 behind the last), α = ᾱ_t / ᾱ_t' and β = 1 − α:
 *
 * <p>x_t' = √ᾱ_t' β / (1 − ᾱ_t) · x̂_0 + √α (1 − ᾱ_t') / (1 − ᾱ_t) · x_t + k σ z
 *
 * <p>with σ² = (1 − ᾱ_t') / (1 − ᾱ_t) · β (fixed small) or β (fixed large), z standard normal, none
 * at t = 0. Source: Ho, Jain, Abbeel, 2020, arXiv:2006.11239, equations 6 and 7 and algorithm 2;
 * skipped timesteps as in Nichol and Dhariwal, 2021, arXiv:2102.09672. The factor k on the noise is
 * an addition: a little below 1 gives cleaner, less varied pictures.
 */
public final class DdpmSampler extends ScheduleSampler {
    /** Keeps the logarithm of a variance finite; the reference's bound. */
    private static final float SMALLEST_VARIANCE = 1e-20f;

    /** σ² of a step. */
    public enum Variance {
        /** The posterior's variance if x_0 were known. */
        FIXED_SMALL("fixed_small"),
        /**
         * The forward step's variance. Meant for lists that end at t = 0: as in the reference, a
         * list that ends earlier gets this noise in its last step too.
         */
        FIXED_LARGE("fixed_large");

        private final String word;

        Variance(String word) {
            this.word = word;
        }

        /**
         * The variance that a configuration names; {@code fixed_small_log} is fixed_small computed
         * another way.
         *
         * @throws IllegalArgumentException for another word
         */
        public static Variance of(String word) {
            String plain = word.equals("fixed_small_log") ? "fixed_small" : word;
            return Arrays.stream(values())
                    .filter(variance -> variance.word.equals(plain))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "variance_type is '"
                                                    + word
                                                    + "', allowed are fixed_small and"
                                                    + " fixed_large"));
        }
    }

    /**
     * The choices of this sampler.
     *
     * @param correction of the predicted x_0
     * @param sigmaScale k, factor on the noise of every step, at least 0; 1 is the paper's
     */
    public record Options(Variance variance, StartCorrection correction, double sigmaScale) {
        public Options {
            if (!(sigmaScale >= 0)) {
                throw new IllegalArgumentException(
                        "sigma_scale is " + sigmaScale + ", must be at least 0");
            }
        }

        /** Fixed small variance, no correction, the paper's noise: what latents want. */
        public static Options defaults() {
            return new Options(Variance.FIXED_SMALL, new StartCorrection.None(), 1);
        }
    }

    private final Options options;

    /**
     * A sampler.
     *
     * @param timesteps strictly falling, for example from {@link
     *     ldmstudio.engine.diffusion.TimestepSpacing}
     */
    public DdpmSampler(
            Ops ops,
            NoiseSchedule schedule,
            PredictionType predictionType,
            int[] timesteps,
            Options options) {
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
        NDArray output = ask(denoiser, xt, t);
        NDArray predictedStart =
                options.correction().apply(ops, predictionType.predictStart(level(t), xt, output));

        // fp32 on purpose: 1 − ᾱ cancels, and the reference's rounding is part of its results.
        float alphaCumprod = schedule.alphaCumprod(t);
        float alphaCumprodNext = alphaCumprodAfter(step, 1);
        float alpha = alphaCumprod / alphaCumprodNext;
        float beta = 1 - alpha;
        float rest = 1 - alphaCumprod;
        float restNext = 1 - alphaCumprodNext;
        float startFactor = (float) Math.sqrt(alphaCumprodNext) * beta / rest;
        float currentFactor = (float) Math.sqrt(alpha) * restNext / rest;
        NDArray mean = ops.scale(predictedStart, startFactor).add(ops.scale(xt, currentFactor));
        if (t == 0 || options.sigmaScale() == 0) {
            return new SamplingLoop.Transition(mean, predictedStart);
        }
        float variance =
                options.variance() == Variance.FIXED_LARGE
                        ? beta
                        : Math.max(restNext / rest * beta, SMALLEST_VARIANCE);
        float sigma = (float) (options.sigmaScale() * Math.sqrt(variance));
        NDArray next = mean.add(ops.scale(noise.noise(step, xt.getShape()), sigma));
        return new SamplingLoop.Transition(next, predictedStart);
    }
}
