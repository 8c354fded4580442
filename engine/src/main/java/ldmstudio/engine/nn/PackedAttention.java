package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Multi-head attention with one matrix for queries, keys and values, with the names of torch's
 * MultiheadAttention ({@code in_proj_weight}, {@code in_proj_bias}, {@code out_proj}): out = W_o
 * concat_h(softmax(q_h k_hᵀ / √d) v_h) + b_o with (q, k, v) = (W_q x, W_k c, W_v c) + b.
 *
 * <p>{@code (B, L, D), (B, S, D) → (B, L, D)}.
 *
 * <p>Vaswani et al., 2017, arXiv:1706.03762, section 3.2.
 */
public final class PackedAttention extends Module {
    private final int width;
    private final int heads;
    private final Parameter inWeight;
    private final Parameter inBias;
    private final Linear out;

    /**
     * @throws IllegalArgumentException when the heads do not divide the width
     */
    public PackedAttention(Ops ops, int width, int heads) {
        super(ops);
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    heads + " attention heads do not divide " + width + " channels");
        }
        this.width = width;
        this.heads = heads;
        inWeight =
                parameter(
                        "in_proj_weight",
                        Initializer.xavierUniform(width, 3L * width),
                        3L * width,
                        width);
        inBias = parameter("in_proj_bias", Initializer.constant(0), 3L * width);
        out = add("out_proj", new Linear(ops, width, width));
    }

    /** Every token attends to every other. */
    public NDArray forward(NDArray x) {
        return Scope.returning(
                () -> {
                    NDArray qkv = ops.linear(x, inWeight.computed(), inBias.computed());
                    NDArray[] parts = ops.chunk(qkv, 3, 2);
                    return attend(parts[0], parts[1], parts[2], x);
                });
    }

    /** Every token attends to the context {@code (B, S, D)}. */
    public NDArray forward(NDArray x, NDArray context) {
        return Scope.returning(
                () -> {
                    NDArray q = ops.linear(x, rows(inWeight, 0, 1), rows(inBias, 0, 1));
                    NDArray kv = ops.linear(context, rows(inWeight, 1, 2), rows(inBias, 1, 2));
                    NDArray[] parts = ops.chunk(kv, 2, 2);
                    return attend(q, parts[0], parts[1], x);
                });
    }

    private NDArray rows(Parameter packed, int first, int count) {
        return ops.narrow(packed.computed(), 0, (long) first * width, (long) count * width);
    }

    private NDArray attend(NDArray q, NDArray k, NDArray v, NDArray x) {
        NDArray y = ops.permute(ops.attention(split(q), split(k), split(v)), 0, 2, 1, 3);
        return out.forward(ops.reshape(y, x.getShape().get(0), x.getShape().get(1), width));
    }

    /** {@code (B, L, h·d) → (B, h, L, d)}. */
    private NDArray split(NDArray x) {
        long batch = x.getShape().get(0);
        long length = x.getShape().get(1);
        return ops.permute(ops.reshape(x, batch, length, heads, width / heads), 0, 2, 1, 3);
    }
}
