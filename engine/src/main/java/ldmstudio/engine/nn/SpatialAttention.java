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
     * @param context for cross-attention; of more rows than x where x is looked at in several ways.
     *     Ignored by self-attention
     */
    public abstract NDArray forward(NDArray x, @Nullable Context context);
}
