package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Twice the resolution: the nearest pixel, then a 3×3 convolution (Odena et al., 2016,
 * Deconvolution and Checkerboard Artifacts). {@code (B, C, H, W) → (B, C, 2H, 2W)}, or to a given
 * size.
 */
public final class Upsample2d extends Module {
    private final Conv2d conv;

    public Upsample2d(Ops ops, int channels) {
        super(ops);
        conv = add("conv", new Conv2d(ops, channels, channels, 3, 1, 1));
    }

    Conv2d conv() {
        return conv;
    }

    /**
     * @param size height and width of the output; null: twice the input's
     */
    public NDArray forward(NDArray x, long @Nullable [] size) {
        return joined(
                block(
                        in ->
                                size == null || doubles(in[0], size)
                                        ? conv.forwardUpsampled(in[0])
                                        : conv.forward(
                                                ops.upsampleNearest(in[0], size[0], size[1])),
                        x));
    }

    private static boolean doubles(NDArray x, long[] size) {
        return size[0] == 2 * x.getShape().get(2) && size[1] == 2 * x.getShape().get(3);
    }
}
