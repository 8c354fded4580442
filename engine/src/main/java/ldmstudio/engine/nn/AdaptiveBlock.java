package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.GridOps;
import ldmstudio.engine.tensor.Ops;

/**
 * A transformer block that is conditioned through its norms (adaLN-Zero): with (β₁, γ₁, α₁, β₂, γ₂,
 * α₂) = W SiLU(c) + b, x ← x + α₁ attn((1 + γ₁) norm(x) + β₁), x ← x + α₂ mlp((1 + γ₂) norm(x) +
 * β₂). The norms have no weights of their own. {@code (B, L, D), (B, D) → (B, L, D)}.
 *
 * <p>W and b begin at zero, so that a fresh block is the identity. Peebles and Xie, 2022,
 * arXiv:2212.09748, section 3.2; names of the reference's DiTBlock.
 */
public final class AdaptiveBlock extends Module {
    /** Of the norms. */
    public static final double EPS = 1e-6;

    private final GridOps grid;
    private final TokenAttention attention;
    private final Linear widen;
    private final Linear narrow;
    private final Linear modulation;

    /**
     * @param inner width inside the feed-forward layers
     */
    public AdaptiveBlock(Ops ops, int width, int heads, int inner) {
        super(ops);
        grid = new GridOps(ops);
        attention = add("attn", TokenAttention.projected(ops, width, heads));
        widen = add("mlp.fc1", Linear.xavier(ops, width, inner));
        narrow = add("mlp.fc2", Linear.xavier(ops, inner, width));
        modulation = add("adaLN_modulation.1", Linear.zero(ops, width, 6 * width));
    }

    public NDArray forward(NDArray x, NDArray condition) {
        return block(in -> compute(in[0], in[1]), x, condition);
    }

    private NDArray compute(NDArray x, NDArray condition) {
        NDArray[] all = ops.chunk(modulation.forward(ops.silu(condition)), 6, 1);
        NDArray first = grid.modulatedNorm(x, all[0], all[1], EPS);
        NDArray h = grid.gatedSum(x, all[2], attention.forward(first, null));
        NDArray second = grid.modulatedNorm(h, all[3], all[4], EPS);
        NDArray mlp = narrow.forward(grid.geluTanh(widen.forward(second)));
        return grid.gatedSum(h, all[5], mlp);
    }
}
