package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.ConvOps;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.PointwiseOps;
import ldmstudio.engine.tensor.TrainedOps;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolution, {@code (B, Cin, H, W) → (B, Cout, H', W')} with H' = (H + 2p − k) /
 * s + 1.
 */
public final class Conv2d extends Module {
    private final Parameter weight;
    private final @Nullable Parameter bias;
    private final TrainedOps trained;
    private final int stride;
    private final int padding;

    public Conv2d(Ops ops, int inChannels, int outChannels, int kernel, int stride, int padding) {
        this(ops, inChannels, outChannels, kernel, stride, padding, true);
    }

    public Conv2d(
            Ops ops,
            int inChannels,
            int outChannels,
            int kernel,
            int stride,
            int padding,
            boolean withBias) {
        this(
                ops,
                inChannels,
                outChannels,
                kernel,
                stride,
                padding,
                withBias,
                Initializer.kaimingUniform((long) inChannels * kernel * kernel));
    }

    public Conv2d(
            Ops ops,
            int inChannels,
            int outChannels,
            int kernel,
            int stride,
            int padding,
            boolean withBias,
            Initializer weights) {
        this(
                ops,
                inChannels,
                outChannels,
                kernel,
                stride,
                padding,
                weights,
                withBias ? Initializer.kaimingUniform((long) inChannels * kernel * kernel) : null);
    }

    /**
     * @param biases null: without a bias
     */
    public Conv2d(
            Ops ops,
            int inChannels,
            int outChannels,
            int kernel,
            int stride,
            int padding,
            Initializer weights,
            @Nullable Initializer biases) {
        super(ops);
        trained = new TrainedOps(ops);
        this.stride = stride;
        this.padding = padding;
        weight = parameter("weight", weights, outChannels, inChannels, kernel, kernel);
        bias = biases == null ? null : parameter("bias", biases, outChannels);
    }

    public NDArray forward(NDArray x) {
        if (trained.filters(x, weight.shape(), stride, padding)) {
            return trained.conv(x, null, weight.array(), array(bias), padding, null);
        }
        if (trained.pay() && pointwise() != null) {
            return trained.pixels(x, null, weight.array(), array(bias), null);
        }
        NDArray fast = fast(x, false, null);
        if (fast != null) {
            return fast;
        }
        return bias == null
                ? ops.conv2d(x, weight.computed(), stride, padding)
                : ops.conv2d(x, weight.computed(), bias.computed(), stride, padding);
    }

    /** conv(silu(norm(x))) in one call; stride must be 1. */
    public NDArray forward(NDArray x, GroupNorm norm) {
        if (bias == null || stride != 1) {
            throw new IllegalStateException(
                    "Only a stride-1 convolution with bias is fused with its norm");
        }
        if (!Gradients.differentiated()) {
            try (NDArray normed = norm.silu(x)) {
                return forward(normed);
            }
        }
        if (trained.pay()) {
            return onto(null, x, norm);
        }
        return norm.siluConv(x, weight.array(), bias.array(), padding);
    }

    /**
     * addend + conv(silu(norm(x))) with stride 1, where {@link TrainedOps#pay}.
     *
     * @param addend of the output's shape or {@code (B, Cout, 1, 1)}; null: none
     */
    NDArray onto(@Nullable NDArray addend, NDArray x, GroupNorm norm) {
        return trained.conv(x, norm.numbers(true), weight.array(), array(bias), padding, addend);
    }

    /** Its weight and, where it has one, its bias. */
    List<NDArray> arrays() {
        return bias == null ? List.of(weight.array()) : List.of(weight.array(), bias.array());
    }

    private static @Nullable NDArray array(@Nullable Parameter parameter) {
        return parameter == null ? null : parameter.array();
    }

    /** residual + conv(x). */
    NDArray onto(NDArray residual, NDArray x) {
        if (trained.filters(x, weight.shape(), stride, padding)) {
            return trained.conv(x, null, weight.array(), array(bias), padding, residual);
        }
        NDArray fast = fast(x, false, residual);
        return fast == null ? residual.add(forward(x)) : fast;
    }

    /** The pixels of a picture mapped into tokens {@code (B, HW, C)}, for a 1×1 convolution. */
    NDArray forwardToTokens(NDArray x) {
        PointwiseOps pointwise = pointwise();
        return pointwise == null || bias == null
                ? ops.toTokens(forward(x))
                : pointwise.toTokens(x, weight.array(), bias.array());
    }

    /** Tokens mapped into a picture, for a 1×1 convolution. */
    NDArray forwardToPicture(NDArray tokens, long height, long width) {
        PointwiseOps pointwise = pointwise();
        return pointwise == null || bias == null
                ? forward(ops.toPicture(tokens, height, width))
                : pointwise.toPicture(tokens, weight.array(), bias.array(), height, width);
    }

    /** Products of matrices in place of this convolution, where they are possible and faster. */
    private @Nullable PointwiseOps pointwise() {
        if (weight.shape().get(2) != 1 || stride != 1 || padding != 0) {
            return null;
        }
        PointwiseOps pointwise = new PointwiseOps(ops);
        return pointwise.pay() ? pointwise : null;
    }

    /** conv(every pixel four times), for a 3×3 convolution that keeps the size. */
    NDArray forwardUpsampled(NDArray x) {
        if (bias == null || stride != 1 || padding != 1 || weight.shape().get(2) != 3) {
            return forward(ops.upsampleNearest2x(x));
        }
        if (trained.filtersUpsampled(x, weight.shape())) {
            return trained.upsampledConv(x, weight.array(), bias.array());
        }
        NDArray fast = fast(x, true, null);
        return fast == null
                ? new ConvOps(ops).upsample2xConv(x, weight.array(), bias.computed())
                : fast;
    }

    private boolean pays(NDArray x) {
        return ops.winograd().pays(x, weight.shape(), stride, padding);
    }

    /** Null: the direct convolution is faster, or its gradient will be asked for. */
    private @Nullable NDArray fast(NDArray x, boolean twice, @Nullable NDArray residual) {
        if (bias == null || !pays(x)) {
            return null;
        }
        return ops.winograd().conv(x, weight.array(), bias.array(), twice, residual);
    }

    public Parameter weight() {
        return weight;
    }
}
