package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Ops;

/**
 * Random Fourier features of a noise level: sines and cosines of 2π w_i t, or of 2π w_i log t, with
 * fixed w_i ~ N(0, scale²). {@code (B) → (B, 2n)}.
 *
 * <p>Tancik et al., 2020, arXiv:2006.10739, as in Song et al., 2020, arXiv:2011.13456.
 */
public final class FourierProjection extends Module {
    private final boolean logarithm;
    private final boolean cosinesFirst;
    private final Parameter weight;

    /**
     * @param size n
     * @param logarithm whether the logarithm of the input is taken first
     */
    public FourierProjection(
            Ops ops, int size, float scale, boolean logarithm, boolean cosinesFirst) {
        super(ops);
        this.logarithm = logarithm;
        this.cosinesFirst = cosinesFirst;
        weight = buffer("weight", Initializer.normal(0, scale), size);
    }

    public NDArray forward(NDArray timestep) {
        long batch = timestep.getShape().get(0);
        NDArray t = ops.reshape(logarithm ? timestep.log() : timestep, batch, 1);
        NDArray frequencies = ops.reshape(weight.array(), 1, weight.shape().size());
        NDArray angles = ops.scale(t.mul(frequencies), 2 * Math.PI);
        return cosinesFirst
                ? ops.cat(List.of(angles.cos(), angles.sin()), 1)
                : ops.cat(List.of(angles.sin(), angles.cos()), 1);
    }
}
