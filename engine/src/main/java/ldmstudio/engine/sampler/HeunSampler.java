package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.Ops;

/**
 * Heun's method along dx/dσ = (x − x̂_0)/σ: an Euler step, and the same step again with the mean of
 * the slopes at both ends. Two calls a step, one for the last, which ends at σ = 0.
 *
 * <p>Source: Karras et al., 2022, arXiv:2206.00364, algorithm 1.
 */
public final class HeunSampler extends SigmaSampler {
    HeunSampler(
            Ops ops,
            PredictionType predictionType,
            NoisePath path,
            boolean startsInPureNoise,
            StartCorrection correction) {
        super(ops, predictionType, path, startsInPureNoise, correction);
    }

    @Override
    SamplingLoop.Transition step(int i, NDArray x, Denoiser denoiser, NoiseSource noise) {
        double distance = sigma(i + 1) - sigma(i);
        NDArray start = predictStart(x, output(denoiser, x, i), sigma(i));
        NDArray slope = derivative(x, start, sigma(i));
        NDArray euler = x.add(ops.scale(slope, distance));
        if (i + 1 == steps()) {
            return new SamplingLoop.Transition(euler, start);
        }
        NDArray corrected = predictStart(euler, output(denoiser, euler, i + 1), sigma(i + 1));
        NDArray mean = ops.scale(slope.add(derivative(euler, corrected, sigma(i + 1))), 0.5);
        return new SamplingLoop.Transition(x.add(ops.scale(mean, distance)), corrected);
    }
}
