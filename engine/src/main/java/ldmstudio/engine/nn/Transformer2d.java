package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.tensor.TrainedOps;
import org.jspecify.annotations.Nullable;

/**
 * The spatial transformer: out = x + proj_out(blocks(proj_in(norm(x)), context)) over the pixels of
 * {@code (B, C, H, W)}. The projections are 1×1 convolutions, or linear layers over the tokens,
 * which differ only in the shape of the stored weight.
 *
 * <p>Rombach et al., 2022, arXiv:2112.10752, section 3.3; the reference's Transformer2DModel.
 */
public final class Transformer2d extends SpatialAttention {
    private final TrainedOps trained;
    private final GroupNorm norm;
    private final @Nullable Conv2d convIn;
    private final @Nullable Conv2d convOut;
    private final @Nullable Linear linearIn;
    private final @Nullable Linear linearOut;
    private final List<TransformerBlock> blocks = new ArrayList<>();

    /**
     * @param layers number of transformer blocks
     * @param linearProjection linear layers instead of 1×1 convolutions
     * @param onlyCross whether the first attention of a block looks at the context too
     */
    public Transformer2d(
            Ops ops,
            int channels,
            int heads,
            int layers,
            int contextWidth,
            int normGroups,
            boolean linearProjection,
            boolean onlyCross) {
        super(ops);
        if (heads < 1 || channels < heads) {
            throw new IllegalArgumentException(
                    heads + " attention heads do not fit into " + channels + " channels");
        }
        int headWidth = channels / heads;
        int inner = headWidth * heads;
        trained = new TrainedOps(ops);
        norm = add("norm", new GroupNorm(ops, normGroups, channels, 1e-6));
        linearIn = linearProjection ? add("proj_in", new Linear(ops, channels, inner)) : null;
        convIn =
                linearProjection ? null : add("proj_in", new Conv2d(ops, channels, inner, 1, 1, 0));
        for (int i = 0; i < layers; i++) {
            blocks.add(
                    add(
                            "transformer_blocks." + i,
                            new TransformerBlock(
                                    ops, inner, heads, headWidth, contextWidth, onlyCross)));
        }
        linearOut = linearProjection ? add("proj_out", new Linear(ops, inner, channels)) : null;
        convOut =
                linearProjection
                        ? null
                        : add("proj_out", new Conv2d(ops, inner, channels, 1, 1, 0));
    }

    @Override
    public NDArray forward(NDArray x, @Nullable Context context) {
        return Scope.returning(() -> joined(compute(x, context)));
    }

    private NDArray compute(NDArray x, @Nullable Context context) {
        NDArray told = context == null ? null : context.tokens();
        if (trained.pay() && (told == null || told.getShape().get(0) == x.getShape().get(0))) {
            return trained(x, told);
        }
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        NDArray tokens = projectIn(x);
        for (TransformerBlock block : blocks) {
            tokens = block.forward(tokens, context);
        }
        if (linearOut != null) {
            return Rows.sum(ops, x, ops.toPicture(linearOut.forward(tokens), height, width));
        }
        return Rows.sum(
                ops,
                x,
                convOut == null
                        ? ops.toPicture(tokens, height, width)
                        : convOut.forwardToPicture(tokens, height, width));
    }

    /** The same of operators with a backward pass of their own; pictures stay pictures. */
    private NDArray trained(NDArray x, @Nullable NDArray told) {
        List<NDArray> in = arrays(convIn, linearIn);
        List<NDArray> out = arrays(convOut, linearOut);
        List<Module> read =
                List.of(norm, convIn == null ? Objects.requireNonNull(linearIn) : convIn);
        NDArray h =
                block(
                        read,
                        given ->
                                trained.pixels(
                                        given[0], norm.numbers(false), in.get(0), in.get(1), null),
                        x);
        for (TransformerBlock block : blocks) {
            h = block.forwardPicture(h, told);
        }
        return trained.pixels(h, null, out.get(0), out.get(1), x);
    }

    private static List<NDArray> arrays(@Nullable Conv2d conv, @Nullable Linear linear) {
        return conv == null ? Objects.requireNonNull(linear).arrays() : conv.arrays();
    }

    private NDArray projectIn(NDArray x) {
        Module projection = convIn != null ? convIn : linearIn;
        return block(
                projection == null ? List.of(norm) : List.of(norm, projection),
                in -> {
                    NDArray h = norm.forward(in[0]);
                    return convIn != null ? convIn.forwardToTokens(h) : require(linearIn, h);
                },
                x);
    }

    private NDArray require(@Nullable Linear projection, NDArray picture) {
        NDArray tokens = ops.toTokens(picture);
        return projection == null ? tokens : projection.forward(tokens);
    }
}
