package ldmstudio.engine.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators of libtorch that networks are made of, on one device and in one {@link
 * ComputeType}. Pictures are {@code (B, C, H, W)}, sequences {@code (B, L, D)}.
 *
 * <p>Convolutions, linear layers and attention cast their operands to the compute type; norms and
 * losses cast to fp32. Plain arithmetic ({@code add}, {@code mul}, {@code reshape} …) is {@link
 * NDArray}'s own. Everything made on a thread belongs to the innermost open {@link Scope}.
 */
public final class Ops implements AutoCloseable {
    /**
     * Up to this many tokens two batched products beat the fused kernel when training in bf16 on a
     * CPU (measured).
     */
    private static final long PRODUCT_ATTENTION_TOKENS = 512;

    private final NDManager manager;
    private final ComputeType compute;
    private final Layout layout;
    private final TorchScript script;
    private final WinogradConv winograd;

    private Ops(NDManager manager, ComputeType compute, Layout layout) {
        this.manager = manager;
        this.compute = compute;
        this.layout = layout;
        this.script = new TorchScript((PtNDManager) manager);
        this.winograd = new WinogradConv(this);
    }

    private Ops(Ops all, Layout layout) {
        this.manager = all.manager;
        this.compute = all.compute;
        this.layout = layout;
        this.script = all.script;
        this.winograd = all.winograd;
    }

    public static Ops open(Device device, ComputeType compute) {
        return open(device, compute, Layout.AUTO);
    }

    /** Opens the library; closing it frees every array that was made through it. */
    public static Ops open(Device device, ComputeType compute, Layout layout) {
        // Before DJL's first class looks at them: no profiling recompiles, and nothing is fetched
        // from the network.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        System.setProperty("ai.djl.offline", "true");
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        TorchThread.prepare();
        return new Ops(manager, compute, layout);
    }

    /** On the CPU in fp32: what tests and small tools want. */
    public static Ops cpu() {
        return open(Device.cpu(), ComputeType.FP32);
    }

    public NDManager manager() {
        return manager;
    }

    public ComputeType compute() {
        return compute;
    }

    public Layout layout() {
        return layout;
    }

    /** The memory format of the pictures that are computed now. */
    int memoryFormat() {
        return layout.memoryFormat(device().isGpu(), Gradients.differentiated());
    }

    /**
     * These operators for a network of pictures, all of whose layers have one layout: of those that
     * {@link Layout#AUTO} stands for, the one that trains a network of this width faster.
     *
     * @param channels of its narrowest level
     */
    public Ops forPictures(long channels) {
        return forNetwork(TrainedOps.suit(this, channels, false));
    }

    /** The same for a network of latents, see {@link #forPictures}. */
    public Ops forLatents(long channels) {
        return forNetwork(TrainedOps.suit(this, channels, true));
    }

    private Ops forNetwork(boolean channelsLast) {
        return layout == Layout.AUTO && channelsLast ? new Ops(this, Layout.NHWC) : this;
    }

    /**
     * Whether parts of a batch can be computed one after the other: nothing is recorded, and a
     * processor, unlike a GPU, is busy with one.
     */
    public boolean savesMemory() {
        return !device().isGpu() && !Gradients.differentiated();
    }

    /** Arrays that are computed from weights once. */
    public DerivedArrays derived() {
        return script.derived();
    }

    public WinogradConv winograd() {
        return winograd;
    }

    public Device device() {
        return manager.getDevice();
    }

    /**
     * Arrays made through this library that have not been freed. Flat over a training's steps, or
     * something leaks.
     */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    TorchScript script() {
        return script;
    }

    /** Has every operator heard from now on; null ends it. */
    public void watch(@Nullable OperatorWatch watch) {
        script.setWatch(watch);
    }

    // ---- making and reading arrays

    public NDArray array(float[] values, long... shape) {
        return owned(manager.create(values, new Shape(shape)));
    }

    public NDArray array(long[] values, long... shape) {
        return owned(manager.create(values, new Shape(shape)));
    }

    /**
     * DJL's arrays of Java numbers borrow a Java buffer that is freed with the Java object, while
     * autograd may still need the numbers: a copy in native memory lives as long as the graph.
     */
    private NDArray owned(NDArray borrowed) {
        try (borrowed) {
            return script.tensor("clone", borrowed);
        }
    }

    /** From the bytes of a file, in native order. */
    public NDArray array(ByteBuffer values, DataType type, long... shape) {
        return owned(manager.create(values, new Shape(shape), type));
    }

    public NDArray scalar(float value) {
        return owned(manager.create(value));
    }

    public NDArray zeros(long... shape) {
        return manager.zeros(new Shape(shape), DataType.FLOAT32);
    }

    public NDArray ones(long... shape) {
        return manager.ones(new Shape(shape), DataType.FLOAT32);
    }

    /** The numbers as fp32, whatever the compute type. */
    public float[] floats(NDArray x) {
        try (NDArray fp32 = cast(x, ComputeType.FP32);
                NDArray copy = script.tensor("contiguous", fp32, 0)) {
            return copy.toFloatArray();
        }
    }

    /** The single number of a scalar array. */
    public float item(NDArray x) {
        return floats(x)[0];
    }

    /**
     * x · factor. NDArray's own product with a Java number loses the number before the backward
     * pass reads it.
     */
    public NDArray scale(NDArray x, double factor) {
        return script.tensor("scale", x, factor);
    }

    // ---- layers

    public NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        return script.tensor(
                "conv2d", x, weight, bias, stride, padding, compute.scalarType(), memoryFormat());
    }

    public NDArray conv2d(NDArray x, NDArray weight, int stride, int padding) {
        return script.tensor(
                "conv2d_plain", x, weight, stride, padding, compute.scalarType(), memoryFormat());
    }

    /** y = x Wᵀ + b on the last axis. */
    public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return script.tensor("linear", x, weight, bias, compute.scalarType());
    }

    public NDArray linear(NDArray x, NDArray weight) {
        return script.tensor("linear_plain", x, weight, compute.scalarType());
    }

    /** conv(silu(groupNorm(x))), stride 1: the pair that ResNet blocks are made of, in one call. */
    public NDArray normSiluConv(
            NDArray x,
            int groups,
            NDArray normWeight,
            NDArray normBias,
            double eps,
            NDArray weight,
            NDArray bias,
            int padding) {
        return script.tensor(
                NormOps.mixed(this) ? "norm_silu_conv_mixed" : "norm_silu_conv",
                x,
                groups,
                normWeight,
                normBias,
                eps,
                weight,
                bias,
                padding,
                compute.scalarType(),
                memoryFormat());
    }

    public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
        String operator = NormOps.mixed(this) ? "layer_norm_mixed" : "layer_norm";
        return script.tensor(operator, x, weight, bias, eps);
    }

    /**
     * softmax(q kᵀ / √d) v.
     *
     * @param q {@code (B, heads, L, d)}
     * @param k {@code (B, heads, S, d)}
     * @param v {@code (B, heads, S, d)}
     * @return {@code (B, heads, L, d)}
     */
    public NDArray attention(NDArray q, NDArray k, NDArray v) {
        if (compute == ComputeType.BF16
                && !device().isGpu()
                && Gradients.differentiated()
                && k.getShape().get(2) <= PRODUCT_ATTENTION_TOKENS) {
            double scale = 1 / Math.sqrt(q.getShape().get(3));
            return script.tensor("attention_products", q, k, v, scale, compute.scalarType());
        }
        return script.tensor("attention_fused", q, k, v, compute.scalarType());
    }

    /** Rows of a table: {@code weight[index]}. */
    public NDArray embedding(NDArray weight, NDArray index) {
        return script.tensor("embedding", weight, index);
    }

    // ---- element-wise and shape operators that NDArray lacks or records wrongly

    public NDArray silu(NDArray x) {
        return script.tensor("silu", x);
    }

    public NDArray relu(NDArray x) {
        return script.tensor("relu", x);
    }

    /** x Φ(x), exact. */
    public NDArray gelu(NDArray x) {
        return script.tensor("gelu", x);
    }

    /** x tanh(log(1 + eˣ)). */
    public NDArray mish(NDArray x) {
        return script.tensor("mish", x);
    }

    public NDArray leakyRelu(NDArray x, double slope) {
        return script.tensor("leaky_relu", x, slope);
    }

    /** min(max(x, lowest), highest); no gradient outside. */
    public NDArray clamp(NDArray x, double lowest, double highest) {
        return script.tensor("clamp", x, lowest, highest);
    }

    /** log(1 + eˣ). */
    public NDArray softplus(NDArray x) {
        return script.tensor("softplus", x);
    }

    /** x / max(‖x‖₂, 1e-12) over the channels at every pixel, in fp32. */
    public NDArray unitChannels(NDArray x) {
        return script.tensor("unit_channels", x);
    }

    /** x · mask / keep. */
    public NDArray dropout(NDArray x, NDArray mask, double keep) {
        return script.tensor("dropout", x, mask, keep);
    }

    /** Every pixel four times. */
    public NDArray upsampleNearest2x(NDArray x) {
        return script.tensor("upsample_nearest2x", x);
    }

    /** The nearest pixel, to any size. */
    public NDArray upsampleNearest(NDArray x, long height, long width) {
        return script.tensor("upsample_nearest", x, new long[] {height, width});
    }

    /** {@code (B, C, H, W) → (B, HW, C)}; copied where it is recorded, else each reader would. */
    public NDArray toTokens(NDArray x) {
        return script.tensor(Gradients.differentiated() ? "to_tokens_copied" : "to_tokens", x);
    }

    /** {@code (B, HW, C) → (B, C, H, W)}; no copy where the channels come last. */
    public NDArray toPicture(NDArray x, long height, long width) {
        return script.tensor("to_picture", x, new long[] {height, width}, memoryFormat());
    }

    public NDArray maxPool2d(NDArray x, int kernel, int stride) {
        return script.tensor("max_pool2d", x, kernel, stride);
    }

    public NDArray avgPool2d(NDArray x, int kernel, int stride) {
        return script.tensor("avg_pool2d", x, kernel, stride);
    }

    /** Zeros around the last two axes. */
    public NDArray pad(NDArray x, int left, int right, int top, int bottom) {
        return script.tensor("pad", x, left, right, top, bottom);
    }

    public NDArray cat(List<NDArray> xs, int axis) {
        return script.tensor("cat", xs, axis);
    }

    public NDArray stack(List<NDArray> xs, int axis) {
        return script.tensor("stack", xs, axis);
    }

    /**
     * Equal parts of an axis, without a copy. Their gradients are joined by one copy, where those
     * of as many {@link #narrow}s are padded with zeros and added up.
     */
    public NDArray[] chunk(NDArray x, int parts, int axis) {
        return script.tensors("chunk", x, parts, axis);
    }

    /** a ⊙ GELU(g), where a and g are the halves of the last axis. */
    public NDArray geglu(NDArray x) {
        return script.tensor("geglu", x);
    }

    /** The slice {@code [start, start + length)} of an axis, without a copy. */
    public NDArray narrow(NDArray x, int axis, long start, long length) {
        return script.tensor("narrow", x, axis, Math.toIntExact(start), Math.toIntExact(length));
    }

    /** The same numbers in another shape; one axis may be -1. */
    public NDArray reshape(NDArray x, long... shape) {
        return script.tensor("reshape", x, shape);
    }

    public NDArray permute(NDArray x, long... axes) {
        return script.tensor("permute", x, axes);
    }

    /** The same values without their history. */
    public NDArray detach(NDArray x) {
        return script.tensor("detach", x);
    }

    /** A copy without history. */
    public NDArray copy(NDArray x) {
        return script.tensor("clone", x);
    }

    public NDArray cast(NDArray x, ComputeType type) {
        return script.tensor("cast", x, type.scalarType());
    }

    /** A picture in fp32 for others to read: channel by channel, whatever it was computed in. */
    public NDArray plain(NDArray x) {
        return script.tensor("contiguous", cast(x, ComputeType.FP32), Layout.PLAIN);
    }

    // ---- losses (fp32, mean over all elements)

    public NDArray mse(NDArray x, NDArray y) {
        return script.tensor("mse", x, y);
    }

    public NDArray l1(NDArray x, NDArray y) {
        return script.tensor("l1", x, y);
    }

    /** ‖x‖₂ over all elements. */
    public NDArray norm(NDArray x) {
        return script.tensor("vector_norm", x);
    }

    @Override
    public void close() {
        script.close();
        manager.close();
    }
}
