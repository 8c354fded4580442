package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

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
}
