package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Ops;

/**
 * The sinusoidal code of a timestep: frequencies ω_i = P^(−i / (n/2 − s)) for i = 0 … n/2 − 1 and
 * the sines and cosines of t ω_i. {@code (B) → (B, n)}.
 *
 * <p>References differ in three places, so each is said: the order (cosines first if flipped, else
 * sines first), the divisor (n/2 − shift; the diffusion models have shift 0, the original
 * Transformer code has 1), and the maximum period P = 10,000. An odd n ends with a zero.
 *
 * <p>Vaswani et al., 2017, arXiv:1706.03762, section 3.5, as in Ho et al., 2020, arXiv:2006.11239.
 */
public final class Timesteps {
    private static final double MAX_PERIOD = 10_000;

    private final Ops ops;
    private final int width;
    private final boolean cosinesFirst;
    private final float[] exponents;

    /**
     * @param width n
     * @param cosinesFirst the reference's {@code flip_sin_to_cos}
     * @param shift the reference's {@code freq_shift}
     */
    public Timesteps(Ops ops, int width, boolean cosinesFirst, double shift) {
        this.ops = ops;
        this.width = width;
        this.cosinesFirst = cosinesFirst;
        int half = width / 2;
        exponents = new float[half];
        for (int i = 0; i < half; i++) {
            // In fp32 as the reference: at t = 999 an ulp of a frequency is 3e-5 of a sine.
            exponents[i] = (float) -Math.log(MAX_PERIOD) * i / (float) (half - shift);
        }
    }

    public NDArray forward(NDArray timestep) {
        long batch = timestep.getShape().get(0);
        NDArray frequencies = ops.array(exponents, 1, exponents.length).exp();
        NDArray angles = ops.reshape(timestep, batch, 1).mul(frequencies);
        NDArray sines = angles.sin();
        NDArray cosines = angles.cos();
        NDArray code =
                cosinesFirst
                        ? ops.cat(List.of(cosines, sines), 1)
                        : ops.cat(List.of(sines, cosines), 1);
        return width % 2 == 0 ? code : ops.cat(List.of(code, ops.zeros(batch, 1)), 1);
    }
}
