package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/**
 * Half the resolution by a 3×3 convolution with stride 2, {@code (B, C, H, W) → (B, C, H', W')}.
 *
 * <p>With padding 1 (the UNets) H' = ⌈H/2⌉. With padding 0 (the autoencoders) a row of zeros is put
 * below and a column to the right, so H' = ⌊H/2⌋ and the picture shifts by half a pixel.
 */
public final class Downsample2d extends Module {
    private final int padding;
    private final Conv2d conv;

    /**
     * @param padding 0: zeros only below and to the right
     */
    public Downsample2d(Ops ops, int channels, int padding) {
        super(ops);
        this.padding = padding;
        conv = add("conv", new Conv2d(ops, channels, channels, 3, 2, padding));
    }

    public NDArray forward(NDArray x) {
        if (padding > 0) {
            return joined(conv.forward(x));
        }
        return joined(block(in -> conv.forward(ops.pad(in[0], 0, 1, 0, 1)), x));
    }
}
