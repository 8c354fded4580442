package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;

/**
 * What samplers along a {@link NoisePath} share. Their x is at the network's scale, x = a·x_0 +
 * s·ε.
 */
abstract class PathSampler implements Sampler {
    final Ops ops;
    final PredictionType predictionType;
    final NoisePath path;
    final StartCorrection correction;

    PathSampler(
            Ops ops, PredictionType predictionType, NoisePath path, StartCorrection correction) {
        this.ops = ops;
        this.predictionType = predictionType;
        this.path = path;
        this.correction = correction;
    }

    @Override
    public int steps() {
        return path.steps();
    }

    @Override
    public double[] timesteps() {
        return path.timesteps().clone();
    }

    @Override
    public NDArray begin(NDArray noise) {
        return noise.duplicate();
    }

    @Override
    public NDArray noised(NDArray x0, NDArray noise, int step) {
        return path.noised(ops, x0, noise, step);
    }

    /** The network's answer at step i, in fp32. */
    final NDArray ask(Denoiser denoiser, NDArray x, int i) {
        return ops.cast(denoiser.predict(x, path.timesteps()[i]), ComputeType.FP32);
    }

    /** Σ factor · array, in order. */
    final NDArray sum(double[] factors, NDArray... arrays) {
        NDArray sum = ops.scale(arrays[0], factors[0]);
        for (int i = 1; i < arrays.length; i++) {
            sum = sum.add(ops.scale(arrays[i], factors[i]));
        }
        return sum;
    }
}
