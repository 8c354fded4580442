package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/**
 * One linear map for the channels of every pixel, y = W x + b, as a batched product of matrices
 * that reads and writes pictures {@code (B, C, H, W)} and tokens {@code (B, HW, C)} where they lie:
 * nothing is reordered on the way in or out. {@code W} is {@code (Cout, Cin)} or {@code (Cout, Cin,
 * 1, 1)}.
 */
public final class PointwiseOps {
    private final Ops ops;

    public PointwiseOps(Ops ops) {
        this.ops = ops;
    }

    /**
     * Whether these beat the 1×1 convolution with its reorderings, or the copy into tokens: on a
     * CPU where a step is recorded, in fp32 by a quarter (measured). In bf16 the tokens are written
     * in their own order first, so that norms and sums behind them need no copies of their own.
     */
    public boolean pay() {
        return !ops.device().isGpu() && Gradients.differentiated();
    }

    private boolean casts() {
        return ops.compute() != ComputeType.FP32;
    }

    /** {@code (B, Cin, H, W) → (B, Cout, H, W)}. */
    public NDArray conv(NDArray x, NDArray weight, NDArray bias) {
        return ops.script().tensor("pointwise_conv", x, weight, bias);
    }

    /** {@code (B, Cin, H, W) → (B, HW, Cout)}. */
    public NDArray toTokens(NDArray x, NDArray weight, NDArray bias) {
        if (casts()) {
            int type = ops.compute().scalarType();
            return ops.script().tensor("picture_to_tokens_cast", x, weight, bias, type);
        }
        return ops.script().tensor("picture_to_tokens", x, weight, bias);
    }

    /** {@code (B, HW, Cin) → (B, Cout, H, W)}. */
    public NDArray toPicture(
            NDArray tokens, NDArray weight, NDArray bias, long height, long width) {
        long[] size = {height, width};
        if (casts()) {
            return ops.script()
                    .tensor(
                            "tokens_to_picture_cast",
                            tokens,
                            weight,
                            bias,
                            size,
                            ops.compute().scalarType(),
                            ops.memoryFormat());
        }
        return ops.script().tensor("tokens_to_picture", tokens, weight, bias, size);
    }
}
