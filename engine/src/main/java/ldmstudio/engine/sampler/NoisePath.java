package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.tensor.Ops;

/**
 * The noise levels that a sampler visits: N + 1 numbers σ that fall, the last one being where the
 * result lies, and what the network is told at the first N.
 *
 * @param form how σ is meant
 * @param sigmas N + 1 numbers, fp32 as in the references' tables
 * @param timesteps N numbers
 */
record NoisePath(Form form, float[] sigmas, double[] timesteps) {
    /** What a and s of x = a·x_0 + s·ε are at a given σ. */
    enum Form {
        /** σ = s/a with a² + s² = 1: denoising diffusion. */
        VARIANCE_PRESERVING,
        /** σ = s with a + s = 1: flow matching. */
        STRAIGHT
    }

    NoisePath {
        if (timesteps.length == 0 || sigmas.length != timesteps.length + 1) {
            throw new IllegalArgumentException(
                    "A sampler needs at least one step and a level behind the last; given are "
                            + timesteps.length
                            + " timesteps and "
                            + sigmas.length
                            + " levels");
        }
    }

    int steps() {
        return timesteps.length;
    }

    /** a of level i. */
    double signal(int i) {
        double sigma = sigmas[i];
        return form == Form.STRAIGHT ? 1 - sigma : 1 / Math.sqrt(sigma * sigma + 1);
    }

    /** s of level i. */
    double noise(int i) {
        return form == Form.STRAIGHT ? sigmas[i] : sigmas[i] * signal(i);
    }

    /**
     * λ = log(a/s) of level i, half the logarithm of the signal-to-noise ratio; ∞ without noise.
     */
    double lambda(int i) {
        return Math.log(signal(i)) - Math.log(noise(i));
    }

    NoiseLevel level(Ops ops, int i) {
        return new NoiseLevel(ops.scalar((float) signal(i)), ops.scalar((float) noise(i)));
    }

    /** x_0 with the noise of level i, or x_0 itself behind the last step. */
    NDArray noised(Ops ops, NDArray x0, NDArray noise, int step) {
        SamplingLoop.checkStep(step, steps());
        return step == steps() ? x0.duplicate() : level(ops, step).qSample(x0, noise);
    }
}
