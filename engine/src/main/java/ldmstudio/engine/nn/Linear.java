package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** y = x Wᵀ + b on the last axis, {@code (…, in) → (…, out)}. */
public final class Linear extends Module {
    private final Parameter weight;
    private final @Nullable Parameter bias;

    public Linear(Ops ops, int inFeatures, int outFeatures) {
        this(ops, inFeatures, outFeatures, true);
    }

    public Linear(Ops ops, int inFeatures, int outFeatures, boolean withBias) {
        super(ops);
        weight =
                parameter(
                        "weight", Initializer.kaimingUniform(inFeatures), outFeatures, inFeatures);
        bias =
                withBias
                        ? parameter("bias", Initializer.kaimingUniform(inFeatures), outFeatures)
                        : null;
    }

    /** With a bias, drawn otherwise than torch's default. */
    public Linear(
            Ops ops, int inFeatures, int outFeatures, Initializer weights, Initializer biases) {
        super(ops);
        weight = parameter("weight", weights, outFeatures, inFeatures);
        bias = parameter("bias", biases, outFeatures);
    }

    /** Without a bias, drawn otherwise than torch's default. */
    public Linear(Ops ops, int inFeatures, int outFeatures, Initializer weights) {
        super(ops);
        weight = parameter("weight", weights, outFeatures, inFeatures);
        bias = null;
    }

    /** With fresh weights after Glorot and a bias of zeros. */
    public static Linear xavier(Ops ops, int inFeatures, int outFeatures) {
        Initializer weights = Initializer.xavierUniform(inFeatures, outFeatures);
        return new Linear(ops, inFeatures, outFeatures, weights, Initializer.constant(0));
    }

    /** With fresh weights of zero: the layer answers nothing until it is trained. */
    public static Linear zero(Ops ops, int inFeatures, int outFeatures) {
        Initializer zero = Initializer.constant(0);
        return new Linear(ops, inFeatures, outFeatures, zero, zero);
    }

    /** Its weight and, where it has one, its bias. */
    List<NDArray> arrays() {
        return bias == null ? List.of(weight.array()) : List.of(weight.array(), bias.array());
    }

    public NDArray forward(NDArray x) {
        return bias == null
                ? ops.linear(x, weight.computed())
                : ops.linear(x, weight.computed(), bias.computed());
    }
}
