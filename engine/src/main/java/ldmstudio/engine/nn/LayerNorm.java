package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Ops;

/**
 * y = γ (x − μ) / √(σ² + ε) + β over the last axis (Ba, Kiros, Hinton, 2016, arXiv:1607.06450).
 * Statistics in fp32.
 */
public final class LayerNorm extends Module {
    private final double eps;
    private final Parameter weight;
    private final Parameter bias;

    public LayerNorm(Ops ops, int width, double eps) {
        super(ops);
        this.eps = eps;
        weight = parameter("weight", Initializer.constant(1), width);
        bias = parameter("bias", Initializer.constant(0), width);
    }

    double eps() {
        return eps;
    }

    /** γ and β. */
    List<NDArray> arrays() {
        return List.of(weight.array(), bias.array());
    }

    public NDArray forward(NDArray x) {
        return ops.layerNorm(x, weight.array(), bias.array(), eps);
    }
}
