package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Counts the floating-point operations of convolutions, matrix products and attention: two for each
 * multiplication with its addition. Norms, activations and the optimizer are left out, as everybody
 * leaves them out.
 *
 * <p>A recorded operator counts its forward pass, and one more pass of the same size for each
 * operand whose gradient will be asked for. A second backward pass through a part of the graph, as
 * the adaptive weight of stage 1 takes it, is not seen.
 */
public final class FlopCount implements OperatorWatch {
    private final Ops ops;
    private double total;
    private boolean asking;

    public FlopCount(Ops ops) {
        this.ops = ops;
    }

    public double total() {
        return total;
    }

    @Override
    public void called(String operator, Object[] arguments, long nanoseconds) {
        if (asking) {
            return;
        }
        total +=
                switch (operator) {
                    case "conv2d" -> conv(arguments, 1, 3, 4);
                    case "conv2d_plain" -> conv(arguments, 1, 2, 3);
                    case "norm_silu_conv", "norm_silu_conv_mixed" -> conv(arguments, 5, -1, 7);
                    case "upsample2x_conv" -> upsampled(arguments);
                    case "upsample2x_kept" -> upsampledByKernel(arguments);
                    case "winograd_conv" -> filtered(arguments);
                    case "conv_transpose2d" -> transposed(arguments);
                    case "linear",
                            "linear_plain",
                            "pointwise_conv",
                            "picture_to_tokens",
                            "tokens_to_picture",
                            "picture_to_tokens_cast",
                            "tokens_to_picture_cast" ->
                            linear(arguments);
                    case "depthwise_tokens" -> depthwise(arguments);
                    case "attention_fused",
                            "attention_products",
                            "attention_masked",
                            "attention_dropped" ->
                            attention(arguments);
                    default -> 0;
                };
    }

    /** 2 · B · Cout · H' · W' · Cin · k². */
    private double conv(Object[] arguments, int weightAt, int strideAt, int paddingAt) {
        long[] x = shape(arguments[0]);
        long[] w = shape(arguments[weightAt]);
        int stride = strideAt < 0 ? 1 : (Integer) arguments[strideAt];
        int padding = (Integer) arguments[paddingAt];
        double outputs = (double) x[0] * w[0];
        outputs *= (x[2] + 2L * padding - w[2]) / stride + 1;
        outputs *= (x[3] + 2L * padding - w[3]) / stride + 1;
        return 2 * outputs * w[1] * w[2] * w[3] * passes(arguments[0], arguments[weightAt]);
    }

    /** The work of the nine taps that the model asks for, however it is done. */
    private double upsampled(Object[] arguments) {
        long[] x = shape(arguments[0]);
        long[] w = shape(arguments[1]);
        return 2.0
                * (4 * x[0] * x[2] * x[3])
                * (w[0] * w[1] * w[2] * w[3])
                * passes(arguments[0], arguments[1]);
    }

    /** The same by a kernel {@code (Cin, Cout, 4, 4)} that was made of the nine taps. */
    private static double upsampledByKernel(Object[] arguments) {
        long[] x = shape(arguments[0]);
        long[] k = shape(arguments[1]);
        return 2.0 * (4 * x[0] * x[2] * x[3]) * (k[0] * k[1] * 9);
    }

    /** As the direct sum of the same convolution, so that shares of the limit can be compared. */
    private double filtered(Object[] arguments) {
        long[] x = shape(arguments[0]);
        long[] prepared = shape(arguments[1]);
        int twice = (Integer) arguments[5];
        return 2.0 * x[0] * x[2] * x[3] * twice * twice * prepared[1] * prepared[2] * 9;
    }

    private double transposed(Object[] arguments) {
        long[] x = shape(arguments[0]);
        long[] w = shape(arguments[1]);
        return 2.0
                * (x[0] * x[1] * x[2] * x[3])
                * (w[1] * w[2] * w[3])
                * passes(arguments[0], arguments[1]);
    }

    private double linear(Object[] arguments) {
        long[] w = shape(arguments[1]);
        double rows = size(shape(arguments[0])) / w[1];
        return 2 * rows * w[0] * w[1] * passes(arguments[0], arguments[1]);
    }

    private double depthwise(Object[] arguments) {
        long[] w = shape(arguments[1]);
        return 2 * size(shape(arguments[0])) * w[2] * w[3] * passes(arguments[0], arguments[1]);
    }

    /** Two products of {@code L × S × d} for each head. */
    private double attention(Object[] arguments) {
        long[] q = shape(arguments[0]);
        long[] k = shape(arguments[1]);
        return 4.0 * q[0] * q[1] * q[2] * k[2] * q[3] * passes(arguments[0], arguments[1]);
    }

    private int passes(Object first, Object second) {
        return Gradients.differentiated() ? 1 + asked(first) + asked(second) : 1;
    }

    private int asked(Object array) {
        asking = true;
        try {
            return ops.script().flag("requires_grad", array) ? 1 : 0;
        } finally {
            asking = false;
        }
    }

    private static long[] shape(Object array) {
        return ((NDArray) array).getShape().getShape();
    }

    private static double size(long[] shape) {
        double size = 1;
        for (long side : shape) {
            size *= side;
        }
        return size;
    }
}
