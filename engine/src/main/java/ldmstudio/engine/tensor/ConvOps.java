package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Convolutions beyond the plain one of {@link Ops}. */
public final class ConvOps {
    private final Ops ops;

    public ConvOps(Ops ops) {
        this.ops = ops;
    }

    /**
     * Transposed convolution in the compute type.
     *
     * @param weight {@code (Cin, Cout, k, k)}
     * @return {@code (B, Cout, (H − 1) s − 2p + k, …)}
     */
    public NDArray convTranspose2d(
            NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
        return ops.script()
                .tensor(
                        "conv_transpose2d",
                        x,
                        weight,
                        bias,
                        stride,
                        padding,
                        ops.compute().scalarType());
    }

    /**
     * Convolution of stride 1 with weights that are never trained, in the compute type: the
     * channels of its pictures come last also where a processor trains, for no norm needs them
     * otherwise, and pooling and convolutions are faster so.
     *
     * @param bias null: none
     */
    public NDArray frozenConv2d(NDArray x, NDArray weight, @Nullable NDArray bias, int padding) {
        int format = Layout.NHWC.memoryFormat(ops.device().isGpu(), true);
        int type = ops.compute().scalarType();
        NDArray w = ComputedWeights.kept(ops, weight, format);
        if (bias == null) {
            return ops.script().tensor("conv2d_plain", x, w, 1, padding, type, format);
        }
        NDArray b = ComputedWeights.kept(ops, bias, format);
        return ops.script().tensor("conv2d", x, w, b, 1, padding, type, format);
    }

    /**
     * conv(every pixel four times), with a 3×3 kernel and padding 1, without the large picture in
     * between: of the nine taps those that meet the same small pixel are added first, which leaves
     * four, so it is a transposed convolution of stride 2 with the 4×4 kernel A w Aᵀ, where A sums
     * the taps. The same numbers up to the order of sums, for 4/9 of the multiplications.
     *
     * @param x {@code (B, Cin, H, W)}
     * @param weight {@code (Cout, Cin, 3, 3)}, a network's: where nothing is recorded, its kernel
     *     is kept ({@link DerivedArrays})
     * @return {@code (B, Cout, 2H, 2W)}
     */
    public NDArray upsample2xConv(NDArray x, NDArray weight, NDArray bias) {
        int type = ops.compute().scalarType();
        if (Gradients.differentiated()) {
            return ops.script().tensor("upsample2x_conv", x, weight, bias, type);
        }
        NDArray kernel =
                ops.derived()
                        .of(
                                weight,
                                "upsample",
                                () -> ops.script().tensor("upsample2x_kernel", weight, type));
        return ops.script().tensor("upsample2x_kept", x, kernel, bias, type);
    }
}
