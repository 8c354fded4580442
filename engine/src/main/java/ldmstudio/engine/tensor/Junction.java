package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same array, where gradients of several readers are added before they go on together: what led
 * to it is passed once, not once for each reader with a backward pass of its own.
 */
record Junction(Ops ops) implements OwnGradient {
    @Override
    public NDArray[] forward(@Nullable NDArray[] inputs) {
        return new NDArray[] {ops.detach(given(inputs))};
    }

    @Override
    public @Nullable NDArray[] backward(
            NDArray gradient, @Nullable NDArray[] inputs, List<NDArray> kept, boolean[] asked) {
        return new NDArray[] {ops.detach(gradient)};
    }

    private static NDArray given(@Nullable NDArray[] inputs) {
        NDArray x = inputs[0];
        if (x == null) {
            throw new IllegalArgumentException("Nothing to add gradients at");
        }
        return x;
    }
}
