package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.ConvOps;
import ldmstudio.engine.tensor.Ops;

/**
 * Transposed two-dimensional convolution, {@code (B, Cin, H, W) → (B, Cout, H', W')} with H' = (H −
 * 1) s − 2p + k. Kernel 4, stride 2 and padding 1 double the resolution.
 */
public final class ConvTranspose2d extends Module {
    private final ConvOps convolutions;
    private final Parameter weight;
    private final Parameter bias;
    private final int stride;
    private final int padding;

    public ConvTranspose2d(
            Ops ops, int inChannels, int outChannels, int kernel, int stride, int padding) {
        super(ops);
        convolutions = new ConvOps(ops);
        this.stride = stride;
        this.padding = padding;
        // As torch: the fan of the weight's second axis, which here is the output's.
        Initializer initializer = Initializer.kaimingUniform((long) outChannels * kernel * kernel);
        weight = parameter("weight", initializer, inChannels, outChannels, kernel, kernel);
        bias = parameter("bias", initializer, outChannels);
    }

    public NDArray forward(NDArray x) {
        return convolutions.convTranspose2d(x, weight.computed(), bias.computed(), stride, padding);
    }
}
