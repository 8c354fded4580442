package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention, out = W_o concat_h(softmax(q_h k_hᵀ / √d) v_h) + b_o, with the names of the
 * reference ({@code to_q}, {@code to_k}, {@code to_v}, {@code to_out.0}, {@code group_norm}).
 *
 * <p>Over pictures {@code (B, C, H, W)} the pixels are the tokens, a group norm comes first and the
 * input is added at the end; over sequences {@code (B, L, D)} there is neither, and keys and values
 * may come from a context {@code (B, S, D')}.
 *
 * <p>Vaswani et al., 2017, arXiv:1706.03762, section 3.2; over pictures as in Ho et al., 2020,
 * arXiv:2006.11239.
 */
public final class Attention extends SpatialAttention {
    private final int heads;
    private final int headWidth;
    private final boolean residual;
    private final double outputScale;
    private final @Nullable GroupNorm groupNorm;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;

    private Attention(
            Ops ops,
            int width,
            int contextWidth,
            int heads,
            int headWidth,
            boolean bias,
            int normGroups,
            double normEps,
            boolean residual,
            double outputScale) {
        super(ops);
        if (heads < 1) {
            throw new IllegalArgumentException(
                    "An attention head of " + headWidth + " channels does not fit into " + width);
        }
        this.heads = heads;
        this.headWidth = headWidth;
        this.residual = residual;
        this.outputScale = outputScale;
        int inner = heads * headWidth;
        groupNorm =
                normGroups == 0
                        ? null
                        : add("group_norm", new GroupNorm(ops, normGroups, width, normEps));
        toQ = add("to_q", new Linear(ops, width, inner, bias));
        toK = add("to_k", new Linear(ops, contextWidth, inner, bias));
        toV = add("to_v", new Linear(ops, contextWidth, inner, bias));
        toOut = add("to_out.0", new Linear(ops, inner, width));
    }

    /**
     * Self-attention over the pixels of a picture.
     *
     * @param headWidth channels of one head; there are {@code channels / headWidth} heads
     * @param normGroups 0: no norm
     * @param residual whether the input is added to the output
     */
    public static Attention ofPicture(
            Ops ops,
            int channels,
            int headWidth,
            int normGroups,
            double normEps,
            boolean residual,
            double outputScale) {
        return new Attention(
                ops,
                channels,
                channels,
                channels / headWidth,
                headWidth,
                true,
                normGroups,
                normEps,
                residual,
                outputScale);
    }

    /** Attention of tokens of {@code width} to a context of {@code contextWidth}. */
    public static Attention ofTokens(
            Ops ops, int width, int contextWidth, int heads, int headWidth) {
        return new Attention(ops, width, contextWidth, heads, headWidth, false, 0, 0, false, 1);
    }

    @Override
    public NDArray forward(NDArray x, @Nullable Context context) {
        return block(in -> joined(ofPicture(in[0])), x);
    }

    private NDArray ofPicture(NDArray x) {
        NDArray tokens = ops.toTokens(groupNorm == null ? x : groupNorm.forward(x));
        NDArray y = attend(tokens, keysValues(tokens));
        NDArray picture = ops.toPicture(y, x.getShape().get(2), x.getShape().get(3));
        NDArray sum = residual ? x.add(picture) : picture;
        return outputScale == 1 ? sum : ops.scale(sum, 1 / outputScale);
    }

    /** {@code (B, L, D), (B, S, D') → (B, L, D)}. */
    public NDArray tokens(NDArray x, NDArray context) {
        return Scope.returning(() -> attend(x, keysValues(context)));
    }

    /** The same with keys and values that were computed before. */
    NDArray tokens(NDArray x, Context.KeysValues known) {
        return Scope.returning(() -> attend(x, known));
    }

    /** What the tokens {@code (B, S, D')} of a context are to this attention. */
    Context.KeysValues keysValues(NDArray context) {
        return new Context.KeysValues(split(toK.forward(context)), split(toV.forward(context)));
    }

    /** The weights to queries, keys, values and out, and the bias of out. */
    List<NDArray> arrays() {
        List<NDArray> arrays = new ArrayList<>();
        for (Linear layer : List.of(toQ, toK, toV, toOut)) {
            arrays.addAll(layer.arrays());
        }
        return arrays;
    }

    private NDArray attend(NDArray x, Context.KeysValues to) {
        NDArray k = to.keys();
        long rows = Math.max(x.getShape().get(0), k.getShape().get(0));
        NDArray q = Rows.repeated(ops, split(toQ.forward(x)), rows);
        NDArray y = ops.permute(ops.attention(q, k, to.values()), 0, 2, 1, 3);
        return toOut.forward(ops.reshape(y, rows, x.getShape().get(1), heads * headWidth));
    }

    /** {@code (B, L, h·d) → (B, h, L, d)}. */
    private NDArray split(NDArray x) {
        NDArray y = ops.reshape(x, x.getShape().get(0), x.getShape().get(1), heads, headWidth);
        return ops.permute(y, 0, 2, 1, 3);
    }
}
