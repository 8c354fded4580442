package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * y = W silu(x) + b of a timestep's embedding {@code (B, E) → (B, C, 1, 1)}, of which every
 * residual block has its own.
 */
record OwnProjection(Ops ops, NDArray weight, NDArray bias) implements OwnGradient {
    List<NDArray> parameters() {
        return List.of(weight, bias);
    }

    /** The result, then silu(x). */
    @Override
    public NDArray[] forward(@Nullable NDArray[] inputs) {
        return ops.script().tensors("silu_linear", given(inputs), weight, bias);
    }

    @Override
    public @Nullable NDArray[] backward(
            NDArray gradient, @Nullable NDArray[] inputs, List<NDArray> kept, boolean[] asked) {
        return ops.script()
                .tensors("silu_linear_backward", gradient, given(inputs), kept.get(0), weight);
    }

    private static NDArray given(@Nullable NDArray[] inputs) {
        return Objects.requireNonNull(inputs[0], "a projection has an input");
    }
}
