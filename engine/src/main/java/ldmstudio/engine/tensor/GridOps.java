package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Operators of transformers whose tokens are the cells of a picture. Tokens are {@code (B, HW, C)}
 * in row-major order, pictures {@code (B, C, H, W)}.
 */
public final class GridOps {
    private final TorchScript script;
    private final ComputeType compute;

    public GridOps(Ops ops) {
        script = ops.script();
        compute = ops.compute();
    }

    /** How numbers between the cells of a grid are made; align_corners is false. */
    public enum Interpolation {
        NEAREST("resize_nearest"),
        BILINEAR("resize_bilinear"),
        BICUBIC("resize_bicubic");

        private final String method;

        Interpolation(String method) {
            this.method = method;
        }
    }

    /** {@code (B, C, H, W) → (B, C, height, width)}. */
    public NDArray resize(NDArray x, long height, long width, Interpolation interpolation) {
        return script.tensor(interpolation.method, x, new long[] {height, width});
    }

    /**
     * A convolution of each channel by itself over the grid of the tokens, stride 1, padded to the
     * same size. The tokens are their picture in channels-last order, so nothing is copied.
     *
     * @param weight {@code (C, 1, k, k)} with odd k
     */
    public NDArray depthwiseConv(
            NDArray tokens, NDArray weight, NDArray bias, long height, long width) {
        return script.tensor(
                "depthwise_tokens",
                tokens,
                weight,
                bias,
                new long[] {height, width},
                compute.scalarType());
    }

    /**
     * (softmax(q kᵀ / √d) ⊙ mask / keep) v: attention some of whose weights are dropped.
     *
     * @param mask {@code (B, heads, L, S)} of zeros and ones
     */
    public NDArray droppedAttention(NDArray q, NDArray k, NDArray v, NDArray mask, double keep) {
        double scale = 1 / Math.sqrt(q.getShape().get(3));
        return script.tensor("attention_dropped", q, k, v, mask, scale, keep, compute.scalarType());
    }

    /**
     * (1 + scale) ⊙ (x − μ) / √(σ² + ε) + shift, with μ and σ² over the channels of each token.
     *
     * @param shift {@code (B, C)}
     * @param scale {@code (B, C)}
     */
    public NDArray modulatedNorm(NDArray x, NDArray shift, NDArray scale, double eps) {
        return script.tensor("modulated_norm", x, shift, scale, eps);
    }

    /**
     * x + gate ⊙ y, the gate the same for all tokens of a sample.
     *
     * @param gate {@code (B, C)}
     */
    public NDArray gatedSum(NDArray x, NDArray gate, NDArray y) {
        return script.tensor("gated_sum", x, gate, y);
    }

    /** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
    public NDArray geluTanh(NDArray x) {
        return script.tensor("gelu_tanh", x);
    }
}
