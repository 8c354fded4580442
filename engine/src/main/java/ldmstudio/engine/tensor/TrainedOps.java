package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of pictures that pay for a backward pass of their own: norms, 3×3 convolutions by
 * minimal filtering in all three passes, transformer blocks, and the maps between them. In fp32 on
 * a CPU, where a step is recorded and the channels come last; elsewhere libtorch's are used.
 */
public final class TrainedOps {
    /**
     * A network of pictures with a narrower level is trained faster channel by channel: its norms
     * and the calls of many small operators cost what the convolutions save (measured).
     */
    private static final long LEAST_OF_PICTURES = 64;

    /** The same of a network of latents, which have fewer pixels (measured). */
    private static final long LEAST_OF_LATENTS = 128;

    private final Ops ops;

    public TrainedOps(Ops ops) {
        this.ops = ops;
    }

    /** Whether these are to be used now. */
    public boolean pay() {
        return possible(ops) && Gradients.differentiated() && ops.memoryFormat() != Layout.PLAIN;
    }

    /**
     * Whether a network is trained faster with these.
     *
     * @param channels of its narrowest level
     */
    static boolean suit(Ops ops, long channels, boolean latents) {
        return possible(ops) && channels >= (latents ? LEAST_OF_LATENTS : LEAST_OF_PICTURES);
    }

    private static boolean possible(Ops ops) {
        return ops.compute() == ComputeType.FP32 && !ops.device().isGpu();
    }

    /**
     * The same array, as a place where the gradients of its readers meet; wanted behind whatever
     * libtorch recorded and several readers share.
     */
    public NDArray junction(NDArray x) {
        RecomputeTape tape = Gradients.tapeOfNewOperator();
        if (tape == null || !pay() || !Recompute.hasHistory(ops, x) || tape.made(x)) {
            return x;
        }
        return OwnGradient.apply(ops, new Junction(ops), List.of(), x);
    }

    /** Whether a convolution alone, without a norm, is faster here. */
    public boolean filters(NDArray x, Shape weight, int stride, int padding) {
        return pay() && ops.winograd().paysTrained(x.getShape(), weight, stride, padding);
    }

    /**
     * Group norm's numbers.
     *
     * @param silu whether SiLU follows
     */
    public record Norm(int groups, NDArray weight, NDArray bias, double eps, boolean silu) {
        private OwnNorm of(Ops ops) {
            return new OwnNorm(ops, groups, weight, bias, eps, silu);
        }
    }

    /** The norm of a picture. */
    public NDArray norm(NDArray x, Norm norm) {
        OwnNorm own = norm.of(ops);
        return OwnGradient.apply(ops, own, own.parameters(), x);
    }

    /**
     * conv(norm(x)) + bias + addend with stride 1.
     *
     * @param norm null: none
     * @param addend of the output's shape or {@code (B, Cout, 1, 1)}; null: none
     */
    public NDArray conv(
            NDArray x,
            @Nullable Norm norm,
            NDArray weight,
            @Nullable NDArray bias,
            int padding,
            @Nullable NDArray addend) {
        boolean filtered = ops.winograd().paysTrained(x.getShape(), weight.getShape(), 1, padding);
        OwnConv own =
                new OwnConv(
                        ops,
                        norm == null ? null : norm.of(ops),
                        weight,
                        bias,
                        padding,
                        filtered,
                        false);
        return OwnGradient.apply(ops, own, own.parameters(), x, addend);
    }

    /**
     * W norm(x) + b + addend for every pixel; see {@link #conv}.
     *
     * @param weight {@code (Cout, Cin)} or {@code (Cout, Cin, 1, 1)}
     */
    public NDArray pixels(
            NDArray x,
            @Nullable Norm norm,
            NDArray weight,
            @Nullable NDArray bias,
            @Nullable NDArray addend) {
        OwnNorm normed = norm == null ? null : norm.of(ops);
        OwnConv own = new OwnConv(ops, normed, weight, bias, 0, false, false);
        return OwnGradient.apply(ops, own, own.parameters(), x, addend);
    }

    /** W silu(x) + b, {@code (B, E) → (B, C, 1, 1)}. */
    public NDArray projection(NDArray x, NDArray weight, NDArray bias) {
        OwnProjection own = new OwnProjection(ops, weight, bias);
        return OwnGradient.apply(ops, own, own.parameters(), x);
    }

    /** The channels of y behind those of x. */
    public NDArray beside(NDArray x, NDArray y) {
        return OwnGradient.apply(ops, new OwnBeside(ops), List.of(), x, y);
    }

    /**
     * A transformer block over the pixels of a picture, see {@link OwnTransformer}.
     *
     * @param tokens of the context; null: the second attention looks at x too
     */
    public NDArray transformer(
            NDArray x,
            @Nullable NDArray tokens,
            List<NDArray> parameters,
            int heads,
            boolean onlyCross,
            double eps) {
        OwnTransformer own = new OwnTransformer(ops, parameters, heads, onlyCross, eps);
        return OwnGradient.apply(ops, own, parameters, x, tokens);
    }

    /** Whether {@link #upsampledConv} is faster here. */
    public boolean filtersUpsampled(NDArray x, Shape weight) {
        Shape small = x.getShape();
        Shape large = new Shape(small.get(0), small.get(1), 2 * small.get(2), 2 * small.get(3));
        return pay() && ops.winograd().paysTrained(large, weight, 1, 1);
    }

    /** conv(every pixel four times) + bias, with a 3×3 kernel that keeps the size. */
    public NDArray upsampledConv(NDArray x, NDArray weight, NDArray bias) {
        OwnConv own = new OwnConv(ops, null, weight, bias, 1, true, true);
        return OwnGradient.apply(ops, own, own.parameters(), x, null);
    }
}
