package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.ConvOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.TrainedOps;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with stride 1 whose weights are loaded and never trained: gradients pass through to
 * its input only. {@code (B, Cin, H, W) → (B, Cout, H', W')}.
 */
public final class FrozenConv2d extends Module {
    private final ConvOps convolutions;
    private final TrainedOps trained;
    private final int padding;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    public FrozenConv2d(
            Ops ops, int inChannels, int outChannels, int kernel, int padding, boolean withBias) {
        super(ops);
        convolutions = new ConvOps(ops);
        trained = new TrainedOps(ops);
        this.padding = padding;
        Initializer weights = Initializer.kaimingUniform((long) inChannels * kernel * kernel);
        weight = buffer("weight", weights, outChannels, inChannels, kernel, kernel);
        bias = withBias ? buffer("bias", weights, outChannels) : null;
    }

    public NDArray forward(NDArray x) {
        if (trained.filters(x, weight.shape(), 1, padding)) {
            return trained.conv(
                    x, null, weight.array(), bias == null ? null : bias.array(), padding, null);
        }
        return convolutions.frozenConv2d(
                x, weight.array(), bias == null ? null : bias.array(), padding);
    }
}
