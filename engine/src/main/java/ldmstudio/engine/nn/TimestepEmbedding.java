package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * y = W₂ act(W₁ x + b₁) + b₂, then possibly another non-linearity: {@code (B, in) → (B, out)}. The
 * embedding of a timestep's code (Ho et al., 2020, arXiv:2006.11239).
 */
public final class TimestepEmbedding extends Module {
    private final Activation activation;
    private final @Nullable Activation after;
    private final Linear linear1;
    private final Linear linear2;

    public TimestepEmbedding(
            Ops ops, int in, int out, Activation activation, @Nullable Activation after) {
        super(ops);
        this.activation = activation;
        this.after = after;
        linear1 = add("linear_1", new Linear(ops, in, out));
        linear2 = add("linear_2", new Linear(ops, out, out));
    }

    public NDArray forward(NDArray x) {
        return Scope.returning(
                () -> {
                    NDArray y = linear2.forward(activation.apply(ops, linear1.forward(x)));
                    return after == null ? y : after.apply(ops, y);
                });
    }
}
