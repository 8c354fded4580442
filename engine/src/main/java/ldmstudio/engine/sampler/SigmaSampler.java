package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;

/**
 * What samplers after Karras et al. share. Their x is x_0 + σ·ε; the network is asked with x / √(σ²
 * + 1), which has the variance that it was trained with, and dx/dσ = (x − x̂_0)/σ.
 *
 * <p>Source: Karras et al., Elucidating the Design Space of Diffusion-Based Generative Models,
 * 2022, arXiv:2206.00364, equations 1 and 3 with σ(t) = t.
 */
abstract class SigmaSampler extends PathSampler {
    private final double startScale;

    /**
     * @param startsInPureNoise whether nothing of the picture is left at the first level, so that x
     *     there is σ·ε; otherwise its variance is that of a picture with noise, σ² + 1
     */
    SigmaSampler(
            Ops ops,
            PredictionType predictionType,
            NoisePath path,
            boolean startsInPureNoise,
            StartCorrection correction) {
        super(ops, predictionType, path, correction);
        double first = path.sigmas()[0];
        this.startScale = startsInPureNoise ? first : Math.sqrt(first * first + 1);
    }

    @Override
    public NDArray begin(NDArray noise) {
        return ops.scale(noise, startScale);
    }

    @Override
    public NDArray noised(NDArray x0, NDArray noise, int step) {
        SamplingLoop.checkStep(step, steps());
        return step == steps() ? x0.duplicate() : x0.add(ops.scale(noise, sigma(step)));
    }

    @Override
    public NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener) {
        return SamplingLoop.run(
                path.timesteps(),
                start,
                firstStep,
                listener,
                (step, x) -> step(step, x, denoiser, noise));
    }

    abstract SamplingLoop.Transition step(int i, NDArray x, Denoiser denoiser, NoiseSource noise);

    final double sigma(int i) {
        return path.sigmas()[i];
    }

    /** The network's answer about an x at level i. */
    final NDArray output(Denoiser denoiser, NDArray x, int i) {
        NDArray input = ops.scale(x, 1 / Math.sqrt(sigma(i) * sigma(i) + 1));
        return ops.cast(denoiser.predict(input, path.timesteps()[i]), ComputeType.FP32);
    }

    /** x̂_0 of an answer about x at a σ. */
    final NDArray predictStart(NDArray x, NDArray output, double sigma) {
        double variance = sigma * sigma + 1;
        NDArray start =
                switch (predictionType) {
                    case EPSILON -> x.sub(ops.scale(output, sigma));
                    case SAMPLE -> output;
                    case V_PREDICTION ->
                            ops.scale(x, 1 / variance)
                                    .sub(ops.scale(output, sigma / Math.sqrt(variance)));
                    case VELOCITY ->
                            throw new IllegalStateException(
                                    "prediction_type velocity belongs to flow matching; use a"
                                            + " sampler for flows, such as flow_euler");
                };
        return correction.apply(ops, start);
    }

    /** (x − x̂_0)/σ. */
    final NDArray derivative(NDArray x, NDArray start, double sigma) {
        return ops.scale(x.sub(start), 1 / sigma);
    }
}
