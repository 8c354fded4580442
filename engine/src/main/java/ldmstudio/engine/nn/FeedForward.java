package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * y = W₂ (a ⊙ GELU(g)) + b₂ with (a, g) = W₁ x + b₁ and an inner width of four times the outer:
 * GEGLU, Shazeer, 2020, arXiv:2002.05202, eq. 6. Shapes {@code (B, L, D) → (B, L, D)}.
 */
public final class FeedForward extends Module {
    private final Linear projection;
    private final Linear out;

    public FeedForward(Ops ops, int width) {
        super(ops);
        int inner = 4 * width;
        projection = add("net.0.proj", new Linear(ops, width, 2 * inner));
        out = add("net.2", new Linear(ops, inner, width));
    }

    /** Weight and bias of both layers. */
    List<NDArray> arrays() {
        List<NDArray> arrays = new ArrayList<>(projection.arrays());
        arrays.addAll(out.arrays());
        return arrays;
    }

    public NDArray forward(NDArray x) {
        return Scope.returning(() -> out.forward(ops.geglu(projection.forward(x))));
    }
}
