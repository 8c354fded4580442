package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.TrainedOps;
import org.jspecify.annotations.Nullable;

/**
 * x ← x + attn₁(norm₁ x), x ← x + attn₂(norm₂ x, context), x ← x + ff(norm₃ x): attention to
 * itself, to the context, and a gated feed-forward layer, each before its norm's residual.
 *
 * <p>Shapes {@code (B, L, D)}, context {@code (B, S, D')}. Rombach et al., 2022, arXiv:2112.10752,
 * section 3.3 and appendix E.2.1; the reference's BasicTransformerBlock.
 */
public final class TransformerBlock extends Module {
    private final int heads;
    private final boolean onlyCross;
    private final TrainedOps trained;
    private final LayerNorm norm1;
    private final Attention attn1;
    private final LayerNorm norm2;
    private final Attention attn2;
    private final LayerNorm norm3;
    private final FeedForward ff;

    /**
     * @param onlyCross whether the first attention looks at the context too
     */
    public TransformerBlock(
            Ops ops, int width, int heads, int headWidth, int contextWidth, boolean onlyCross) {
        super(ops);
        this.heads = heads;
        this.onlyCross = onlyCross;
        trained = new TrainedOps(ops);
        norm1 = add("norm1", new LayerNorm(ops, width, 1e-5));
        attn1 =
                add(
                        "attn1",
                        Attention.ofTokens(
                                ops, width, onlyCross ? contextWidth : width, heads, headWidth));
        norm2 = add("norm2", new LayerNorm(ops, width, 1e-5));
        attn2 = add("attn2", Attention.ofTokens(ops, width, contextWidth, heads, headWidth));
        norm3 = add("norm3", new LayerNorm(ops, width, 1e-5));
        ff = add("ff", new FeedForward(ops, width));
    }

    /**
     * @param context of more rows than x where x is looked at in several ways
     */
    public NDArray forward(NDArray x, @Nullable Context context) {
        NDArray tokens = context == null ? null : context.tokens();
        return block(in -> compute(in[0], in[1], context), x, tokens);
    }

    /**
     * The same over the pixels of a picture, where {@link TrainedOps#pay}: {@code (B, C, H, W) →
     * (B, C, H, W)}.
     */
    NDArray forwardPicture(NDArray x, @Nullable NDArray tokens) {
        return block(
                in -> trained.transformer(in[0], in[1], arrays(), heads, onlyCross, norm1.eps()),
                x,
                tokens);
    }

    private List<NDArray> arrays() {
        List<NDArray> arrays = new ArrayList<>(norm1.arrays());
        arrays.addAll(attn1.arrays());
        arrays.addAll(norm2.arrays());
        arrays.addAll(attn2.arrays());
        arrays.addAll(norm3.arrays());
        arrays.addAll(ff.arrays());
        return arrays;
    }

    private NDArray compute(NDArray x, @Nullable NDArray tokens, @Nullable Context known) {
        NDArray first = norm1.forward(x);
        NDArray h = Rows.sum(ops, x, attend(attn1, first, onlyCross ? tokens : null, known));
        NDArray second = norm2.forward(h);
        h = Rows.sum(ops, h, attend(attn2, second, tokens, known));
        return h.add(ff.forward(norm3.forward(h)));
    }

    private static NDArray attend(
            Attention attention, NDArray x, @Nullable NDArray tokens, @Nullable Context known) {
        Context.KeysValues kept = known == null || tokens == null ? null : known.of(attention);
        if (kept != null) {
            return attention.tokens(x, kept);
        }
        return attention.tokens(x, tokens == null ? x : tokens);
    }

    /** Its attentions whose keys and values are those of a context, where there is one. */
    List<Attention> lookingAtContext() {
        return onlyCross ? List.of(attn1, attn2) : List.of(attn2);
    }
}
