package ldmstudio.engine.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import ldmstudio.engine.tensor.Ops;

/**
 * How much picture and how much noise x_t holds: x_t = a·x_0 + s·ε with a = √ᾱ_t, s = √(1 − ᾱ_t).
 *
 * <p>Either one timestep for a whole batch (scalars, as in sampling) or one a sample ({@code (B, 1,
 * … 1)}, as in training). All arrays are fp32.
 *
 * @param sqrtAlphaCumprod a
 * @param sqrtOneMinusAlphaCumprod s
 */
public record NoiseLevel(NDArray sqrtAlphaCumprod, NDArray sqrtOneMinusAlphaCumprod) {
    /** The same timestep for every sample. */
    public static NoiseLevel at(Ops ops, NoiseSchedule schedule, int timestep) {
        float alphaCumprod = schedule.alphaCumprod(timestep);
        return new NoiseLevel(
                ops.scalar((float) Math.sqrt(alphaCumprod)),
                ops.scalar((float) Math.sqrt(1 - alphaCumprod)));
    }

    /**
     * A timestep for each sample of a batch.
     *
     * @param axes number of axes of the arrays it will be used with; 4 for {@code (B, C, H, W)}
     */
    public static NoiseLevel at(Ops ops, NoiseSchedule schedule, int[] timesteps, int axes) {
        float[] signals = new float[timesteps.length];
        float[] sigmas = new float[timesteps.length];
        for (int i = 0; i < timesteps.length; i++) {
            float alphaCumprod = schedule.alphaCumprod(timesteps[i]);
            signals[i] = (float) Math.sqrt(alphaCumprod);
            sigmas[i] = (float) Math.sqrt(1 - alphaCumprod);
        }
        return of(ops, signals, sigmas, axes);
    }

    /** A level for each sample of a batch, from the numbers a and s. */
    static NoiseLevel of(Ops ops, float[] signals, float[] sigmas, int axes) {
        long[] shape = new long[axes];
        Arrays.fill(shape, 1);
        shape[0] = signals.length;
        return new NoiseLevel(ops.array(signals, shape), ops.array(sigmas, shape));
    }

    /** x_t = a·x_0 + s·ε, a sample of q(x_t | x_0). */
    public NDArray qSample(NDArray start, NDArray noise) {
        return sqrtAlphaCumprod.mul(start).add(sqrtOneMinusAlphaCumprod.mul(noise));
    }

    /**
     * v = a·ε − s·x_0 (Salimans and Ho, Progressive Distillation, 2022, arXiv:2202.00512, section
     * 4).
     */
    public NDArray velocity(NDArray start, NDArray noise) {
        return sqrtAlphaCumprod.mul(noise).sub(sqrtOneMinusAlphaCumprod.mul(start));
    }

    /** x_0 = (x_t − s·ε) / a. */
    public NDArray predictStartFromNoise(NDArray xt, NDArray noise) {
        return xt.sub(sqrtOneMinusAlphaCumprod.mul(noise)).div(sqrtAlphaCumprod);
    }

    /** x_0 = a·x_t − s·v. */
    public NDArray predictStartFromVelocity(NDArray xt, NDArray velocity) {
        return sqrtAlphaCumprod.mul(xt).sub(sqrtOneMinusAlphaCumprod.mul(velocity));
    }

    /** ε = (x_t − a·x_0) / s. */
    public NDArray predictNoiseFromStart(NDArray xt, NDArray start) {
        return xt.sub(sqrtAlphaCumprod.mul(start)).div(sqrtOneMinusAlphaCumprod);
    }

    /** ε = a·v + s·x_t. */
    public NDArray predictNoiseFromVelocity(NDArray xt, NDArray velocity) {
        return sqrtAlphaCumprod.mul(velocity).add(sqrtOneMinusAlphaCumprod.mul(xt));
    }
}
