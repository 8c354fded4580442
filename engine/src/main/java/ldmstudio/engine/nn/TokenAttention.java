package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.GridOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head attention of tokens whose projections lie in one matrix: out = concat_h( softmax(q_h
 * k_hᵀ / √d) v_h), {@code (B, L, D) → (B, L, D)}, with or without a projection behind.
 *
 * <p>Vaswani et al., 2017, arXiv:1706.03762, section 3.2. {@link Attention} is the same with the
 * projections apart.
 */
public final class TokenAttention extends Module {
    private final int width;
    private final int heads;
    private final @Nullable Linear query;
    private final Linear packed;
    private final @Nullable Linear projection;
    private final GridOps grid;
    private final Dropout dropout;

    private TokenAttention(
            Ops ops,
            int width,
            int heads,
            @Nullable String queryName,
            String packedName,
            @Nullable String projectionName,
            boolean bias,
            double dropout,
            DropoutClock clock) {
        super(ops);
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    heads + " attention heads do not divide a width of " + width);
        }
        this.width = width;
        this.heads = heads;
        grid = new GridOps(ops);
        int parts = queryName == null ? 3 : 2;
        packed =
                add(
                        packedName,
                        bias
                                ? Linear.xavier(ops, width, parts * width)
                                : new Linear(ops, width, parts * width, false));
        query = queryName == null ? null : add(queryName, new Linear(ops, width, width, false));
        projection =
                projectionName == null
                        ? null
                        : add(projectionName, Linear.xavier(ops, width, width));
        this.dropout = add("dropout", new Dropout(ops, dropout, clock));
    }

    /** Attention of the tokens to each other: {@code qkv_linear}, without bias. */
    public static TokenAttention toItself(
            Ops ops, int width, int heads, double dropout, DropoutClock clock) {
        return new TokenAttention(
                ops, width, heads, null, "qkv_linear", null, false, dropout, clock);
    }

    /** Attention to a context of the same width: {@code kv_linear}, {@code q_linear}. */
    public static TokenAttention toContext(Ops ops, int width, int heads) {
        return new TokenAttention(
                ops, width, heads, "q_linear", "kv_linear", null, false, 0, new DropoutClock());
    }

    /** Attention of the tokens to each other with biases: {@code qkv}, {@code proj}. */
    public static TokenAttention projected(Ops ops, int width, int heads) {
        return new TokenAttention(
                ops, width, heads, null, "qkv", "proj", true, 0, new DropoutClock());
    }

    /**
     * @param context {@code (B, S, D)}, of more rows than x where x is looked at in several ways;
     *     null: the tokens themselves
     */
    public NDArray forward(NDArray x, @Nullable NDArray context) {
        return Scope.returning(() -> compute(x, context == null ? x : context));
    }

    private NDArray compute(NDArray x, NDArray context) {
        NDArray all = packed.forward(context);
        NDArray[] parts = ops.chunk(all, query == null ? 3 : 2, 2);
        long rows = Math.max(x.getShape().get(0), context.getShape().get(0));
        NDArray own = heads(query == null ? parts[0] : query.forward(x));
        NDArray q = Rows.repeated(ops, own, rows);
        NDArray k = heads(parts[parts.length - 2]);
        NDArray v = heads(parts[parts.length - 1]);
        NDArray mask = dropout.mask(q.getShape().get(0), heads, q.getShape().get(2), tokens(k));
        NDArray y =
                mask == null
                        ? ops.attention(q, k, v)
                        : grid.droppedAttention(q, k, v, mask, 1 - dropout.rate());
        NDArray out = ops.reshape(ops.permute(y, 0, 2, 1, 3), rows, x.getShape().get(1), width);
        return projection == null ? out : projection.forward(out);
    }

    private static long tokens(NDArray k) {
        return k.getShape().get(2);
    }

    /** {@code (B, L, h·d) → (B, h, L, d)}. */
    private NDArray heads(NDArray x) {
        NDArray y = ops.reshape(x, x.getShape().get(0), x.getShape().get(1), heads, width / heads);
        return ops.permute(y, 0, 2, 1, 3);
    }
}
