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
    private final @Nullable Linear condition;

    public TimestepEmbedding(
            Ops ops, int in, int out, Activation activation, @Nullable Activation after) {
        this(ops, in, out, activation, after, 0);
    }

    /**
     * @param conditionWidth of a code that is projected and added to the timestep's; 0: none
     */
    public TimestepEmbedding(
            Ops ops,
            int in,
            int out,
            Activation activation,
            @Nullable Activation after,
            int conditionWidth) {
        super(ops);
        this.activation = activation;
        this.after = after;
        condition =
                conditionWidth == 0
                        ? null
                        : add("cond_proj", new Linear(ops, conditionWidth, in, false));
        linear1 = add("linear_1", new Linear(ops, in, out));
        linear2 = add("linear_2", new Linear(ops, out, out));
    }

    public NDArray forward(NDArray x) {
        return forward(x, null);
    }

    /**
     * @param code {@code (B, conditionWidth)}; null: nothing is added
     */
    public NDArray forward(NDArray x, @Nullable NDArray code) {
        return Scope.returning(
                () -> {
                    NDArray told =
                            condition == null || code == null ? x : x.add(condition.forward(code));
                    NDArray y = linear2.forward(activation.apply(ops, linear1.forward(told)));
                    return after == null ? y : after.apply(ops, y);
                });
    }
}
