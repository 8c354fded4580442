package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** What follows a residual block: every pixel attends to every other, and to a context if asked. */
public abstract class SpatialAttention extends Module {
    protected SpatialAttention(Ops ops) {
        super(ops);
    }

    /**
     * {@code (B, C, H, W) → (B, C, H, W)}.
     *
     * @param context {@code (B, L, D)} for cross-attention; ignored by self-attention
     */
    public abstract NDArray forward(NDArray x, @Nullable NDArray context);
}
