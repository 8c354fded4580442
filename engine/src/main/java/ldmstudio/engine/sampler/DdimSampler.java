package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Denoising diffusion implicit models: steps that need not be random, so few of them do.
 *
 * <p>With t' the next entry of the list:
 *
 * <p>x_t' = √ᾱ_t' · x̂_0 + √(1 − ᾱ_t' − σ²) · ε̂ + σ z, σ = η √((1 − ᾱ_t') / (1 − ᾱ_t)) √(1 − ᾱ_t /
 * ᾱ_t')
 *
 * <p>η = 0 is deterministic, η = 1 as random as DDPM. Source: Song, Meng, Ermon, 2020,
 * arXiv:2010.02502, equations 12 and 16. Differs from diffusers where the timesteps are not evenly
 * spaced: diffusers takes t − ⌊T/N⌋ for t', here it is the timestep that is really visited next.
 */
public final class DdimSampler extends ScheduleSampler {
    /**
     * The choices of this sampler.
     *
     * @param eta η, at least 0
     * @param setAlphaToOne whether ᾱ behind the last timestep is 1, so that the last step ends at
     *     x̂_0; otherwise it is ᾱ_0, as Stable Diffusion was trained for
     * @param correction of the predicted x_0
     * @param useClippedModelOutput whether ε̂ is derived anew from the corrected x̂_0
     */
    public record Options(
            double eta,
            boolean setAlphaToOne,
            StartCorrection correction,
            boolean useClippedModelOutput) {
        public Options {
            if (!(eta >= 0)) {
                throw new IllegalArgumentException("eta is " + eta + ", must be at least 0");
            }
        }

        /** No noise, no correction: what latents want. */
        public static Options defaults() {
            return new Options(0, true, new StartCorrection.None(), false);
        }

        /** The same with another η. */
        public Options withEta(double eta) {
            return new Options(eta, setAlphaToOne, correction, useClippedModelOutput);
        }
    }

    private final Options options;

    /**
     * A sampler.
     *
     * @param timesteps strictly falling, for example from {@link
     *     ldmstudio.engine.diffusion.TimestepSpacing}
     */
    public DdimSampler(
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
        NoiseLevel level = level(t);
        NDArray output = ask(denoiser, xt, t);
        NDArray predictedStart =
                options.correction().apply(ops, predictionType.predictStart(level, xt, output));
        NDArray predictedNoise =
                options.useClippedModelOutput()
                        ? level.predictNoiseFromStart(xt, predictedStart)
                        : predictionType.predictNoise(level, xt, output);

        // fp32 on purpose: 1 − ᾱ cancels, and the reference's rounding is part of its results.
        float alphaCumprod = schedule.alphaCumprod(t);
        float alphaCumprodNext =
                alphaCumprodAfter(step, options.setAlphaToOne() ? 1 : schedule.alphaCumprod(0));
        float restNext = 1 - alphaCumprodNext;
        float variance = restNext / (1 - alphaCumprod) * (1 - alphaCumprod / alphaCumprodNext);
        float sigma = (float) options.eta() * (float) Math.sqrt(Math.max(variance, 0));
        // For η = 1 rounding can push this a hair below 0.
        float direction = (float) Math.sqrt(Math.max(restNext - sigma * sigma, 0));
        NDArray next =
                ops.scale(predictedStart, (float) Math.sqrt(alphaCumprodNext))
                        .add(ops.scale(predictedNoise, direction));
        if (options.eta() > 0) {
            next = next.add(ops.scale(noise.noise(step, xt.getShape()), sigma));
        }
        return new SamplingLoop.Transition(next, predictedStart);
    }
}
