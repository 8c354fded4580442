package ldmstudio.engine.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import ldmstudio.engine.tensor.Ops;

/**
 * How much picture and how much noise x_t holds: x_t = a·x_0 + s·ε. In denoising diffusion a = √ᾱ_t
 * and s = √(1 − ᾱ_t), in flow matching a = 1 − s.
 *
 * <p>Either one timestep for a whole batch (scalars, as in sampling) or one a sample ({@code (B, 1,
 * … 1)}, as in training). All arrays are fp32.
 *
 * @param signal a
 * @param sigma s
 */
public record NoiseLevel(NDArray signal, NDArray sigma) {
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
        return signal.mul(start).add(sigma.mul(noise));
    }

    /**
     * v = a·ε − s·x_0 (Salimans and Ho, Progressive Distillation, 2022, arXiv:2202.00512, section
     * 4).
     */
    public NDArray velocity(NDArray start, NDArray noise) {
        return signal.mul(noise).sub(sigma.mul(start));
    }

    /** x_0 = (x_t − s·ε) / a. */
    public NDArray predictStartFromNoise(NDArray xt, NDArray noise) {
        return xt.sub(sigma.mul(noise)).div(signal);
    }

    /** x_0 = a·x_t − s·v. */
    public NDArray predictStartFromVelocity(NDArray xt, NDArray velocity) {
        return signal.mul(xt).sub(sigma.mul(velocity));
    }

    /** ε = (x_t − a·x_0) / s. */
    public NDArray predictNoiseFromStart(NDArray xt, NDArray start) {
        return xt.sub(signal.mul(start)).div(sigma);
    }

    /** ε = a·v + s·x_t. */
    public NDArray predictNoiseFromVelocity(NDArray xt, NDArray velocity) {
        return signal.mul(velocity).add(sigma.mul(xt));
    }

    /** x_0 = (x_t − s·u) / (a + s) for a velocity u = ε − x_0. */
    public NDArray predictStartFromFlow(NDArray xt, NDArray velocity) {
        return xt.sub(sigma.mul(velocity)).div(signal.add(sigma));
    }

    /** ε = (x_t + a·u) / (a + s) for a velocity u = ε − x_0. */
    public NDArray predictNoiseFromFlow(NDArray xt, NDArray velocity) {
        return xt.add(signal.mul(velocity)).div(signal.add(sigma));
    }
}
