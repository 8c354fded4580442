package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * y = W₂ (a ⊙ GELU(g)) + b₂ with (a, g) = W₁ x + b₁ and an inner width of four times the outer:
 * GEGLU, Shazeer, 2020, arXiv:2002.05202, eq. 6. Shapes {@code (B, L, D) → (B, L, D)}.
 */
public final class FeedForward extends Module {
    private final int inner;
    private final Linear projection;
    private final Linear out;

    public FeedForward(Ops ops, int width) {
        super(ops);
        inner = 4 * width;
        projection = add("net.0.proj", new Linear(ops, width, 2 * inner));
        out = add("net.2", new Linear(ops, inner, width));
    }

    public NDArray forward(NDArray x) {
        return Scope.returning(
                () -> {
                    NDArray both = projection.forward(x);
                    NDArray gate = ops.gelu(ops.narrow(both, -1, inner, inner));
                    return out.forward(ops.narrow(both, -1, 0, inner).mul(gate));
                });
    }
}
