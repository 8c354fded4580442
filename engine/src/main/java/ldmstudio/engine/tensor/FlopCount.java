package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;

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
                    case "winograd_trained" -> filteredForth(arguments);
                    case "winograd_trained_backward" -> filteredBack(arguments);
                    case "conv_backward_weight" -> ofKernel(arguments, shape(arguments[2])[2]);
                    case "conv_backward_input" -> ofInput(arguments);
                    case "conv_transpose2d" -> transposed(arguments);
                    case "linear",
                            "linear_plain",
                            "pointwise_conv",
                            "picture_to_tokens",
                            "tokens_to_picture",
                            "picture_to_tokens_cast",
                            "tokens_to_picture_cast" ->
                            linear(arguments);
                    case "pixels_trained", "silu_linear" -> ofRows(arguments[0], arguments[1]);
                    case "pixels_backward_input" -> ofRowsBack(arguments[0], arguments[1]);
                    case "pixels_backward_weight" -> ofRowsBack(arguments[0], arguments[2]);
                    case "silu_linear_backward" -> 2 * ofRowsBack(arguments[0], arguments[3]);
                    case "transformer_trained" -> transformer(arguments, 0);
                    case "transformer_trained_backward" -> 2 * transformer(arguments, 1);
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

    /** One pass, whichever, of a convolution of 3×3 that keeps the size. */
    private static double filteredOnce(Object picture, long[] taps) {
        long[] x = shape(picture);
        return 2.0 * x[0] * x[2] * x[3] * taps[1] * taps[2] * 9;
    }

    /** The outputs are as many as the inputs, or four times as many. */
    private static double filteredForth(Object[] arguments) {
        int step = (Integer) arguments[5];
        return filteredOnce(arguments[0], shape(arguments[1])) * 16 / (step * step);
    }

    /** As many for the gradient of the picture as for that of the kernels. */
    private static double filteredBack(Object[] arguments) {
        double pass = filteredOnce(arguments[0], shape(arguments[2]));
        return (Boolean.TRUE.equals(arguments[8]) ? pass : 0)
                + (Boolean.TRUE.equals(arguments[9]) ? pass : 0);
    }

    /** 2 · B · Cout · H' · W' · Cin · k², of (x, ∂y) or (∂y, x). */
    private static double ofKernel(Object[] arguments, long side) {
        long[] one = shape(arguments[0]);
        long[] other = shape(arguments[1]);
        double outputs = (double) one[0] * Math.min(one[2], other[2]) * Math.min(one[3], other[3]);
        return 2 * outputs * one[1] * other[1] * side * side;
    }

    private static double ofInput(Object[] arguments) {
        long[] w = shape(arguments[2]);
        return 2 * size(shape(arguments[0])) * w[1] * w[2] * w[3];
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

    /** One product of all rows with weights {@code (out, in)}. */
    private static double ofRows(Object x, Object weight) {
        return 2 * size(shape(x)) * shape(weight)[0];
    }

    /** The same, of what such a product made. */
    private static double ofRowsBack(Object made, Object weight) {
        return 2 * size(shape(made)) * shape(weight)[1];
    }

    /** The forward pass of a block; the picture stands at a place, tokens and parameters behind. */
    private static double transformer(Object[] arguments, int at) {
        long[] x = shape(arguments[at]);
        double rows = (double) x[0] * x[2] * x[3];
        List<?> tokens = (List<?>) arguments[at + 1];
        List<?> p = (List<?>) arguments[at + 2];
        boolean onlyCross = (Boolean) arguments[at + 4];
        double told = tokens.isEmpty() ? rows : size(shape(tokens.get(0))) / shape(p.get(10))[1];
        double total = 0;
        for (int norm : new int[] {0, 7}) {
            double seen = norm == 0 && !onlyCross ? rows : told;
            double inner = shape(p.get(norm + 2))[0];
            total += 2 * rows * (size(shape(p.get(norm + 2))) + size(shape(p.get(norm + 5))));
            total += 2 * seen * (size(shape(p.get(norm + 3))) + size(shape(p.get(norm + 4))));
            total += 4 * rows * (seen / x[0]) * inner;
        }
        return total + 2 * rows * (size(shape(p.get(16))) + size(shape(p.get(18))));
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
