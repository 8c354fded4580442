package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/**
 * x ← x + selfAttention(norm₁ x), x ← x + crossAttention(norm₂ x, c), x ← x + mlp(norm₃ x): one
 * layer of the transformer denoiser. Shapes {@code (B, HW, D)}, condition tokens {@code (B, S, D)}.
 *
 * <p>Peebles and Xie, 2022, arXiv:2212.09748, figure 3 (the block with cross-attention), with the
 * feed-forward layer of LocalViT. Neither attention has a projection behind, as in the reference's
 * DecoderBlock.
 */
public final class DecoderBlock extends Module {
    /** Channels of one attention head. */
    private static final int HEAD_WIDTH = 64;

    private static final double EPS = 1e-5;

    private final TokenAttention selfAttention;
    private final TokenAttention crossAttention;
    private final LocalFeedForward mlp;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final LayerNorm norm3;

    public DecoderBlock(Ops ops, int width, int multiplier, double dropout, DropoutClock clock) {
        super(ops);
        int heads = heads(width);
        selfAttention =
                add("self_attention", TokenAttention.toItself(ops, width, heads, dropout, clock));
        crossAttention = add("cross_attention", TokenAttention.toContext(ops, width, heads));
        mlp = add("mlp", new LocalFeedForward(ops, width, multiplier, dropout, clock));
        norm1 = add("norm1", new LayerNorm(ops, width, EPS));
        norm2 = add("norm2", new LayerNorm(ops, width, EPS));
        norm3 = add("norm3", new LayerNorm(ops, width, EPS));
    }

    /** Attention heads of a block of this width. */
    public static int heads(int width) {
        return width / HEAD_WIDTH;
    }

    /**
     * @param condition of more rows than x where x is looked at in several ways
     * @param side of the grid of the tokens
     */
    public NDArray forward(NDArray x, NDArray condition, long side) {
        return block(in -> compute(in[0], in[1], side), x, condition);
    }

    private NDArray compute(NDArray x, NDArray condition, long side) {
        NDArray h = x.add(selfAttention.forward(norm1.forward(x), null));
        h = Rows.sum(ops, h, crossAttention.forward(norm2.forward(h), condition));
        return h.add(mlp.forward(norm3.forward(h), side));
    }
}
