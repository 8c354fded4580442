package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The channels of two pictures one after the other; their gradients are parts of its own. */
record OwnBeside(Ops ops) implements OwnGradient {
    @Override
    public NDArray[] forward(@Nullable NDArray[] inputs) {
        return new NDArray[] {ops.cat(List.of(given(inputs, 0), given(inputs, 1)), 1)};
    }

    @Override
    public @Nullable NDArray[] backward(
            NDArray gradient, @Nullable NDArray[] inputs, List<NDArray> kept, boolean[] asked) {
        int first = Math.toIntExact(given(inputs, 0).getShape().get(1));
        return ops.script().tensors("beside_backward", gradient, first);
    }

    private static NDArray given(@Nullable NDArray[] inputs, int at) {
        return Objects.requireNonNull(inputs[at], "there are two pictures");
    }
}
