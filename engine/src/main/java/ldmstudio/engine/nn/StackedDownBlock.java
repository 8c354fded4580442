package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A level on the way down: residual layers with attention, then a 4×4 convolution of stride 2 if
 * the level halves the resolution. {@code (B, Cin, H, W) → (B, Cout, ⌊H/2⌋, ⌊W/2⌋)}.
 *
 * <p>Source: {@code DownBlock} of explainingai-code/StableDiffusion-PyTorch.
 */
public final class StackedDownBlock extends StackedBlock {
    private final int layers;
    private final @Nullable Conv2d downsample;

    /**
     * @param attention whether the layers have self-attention
     * @param halved whether the resolution is halved
     */
    public StackedDownBlock(
            Ops ops,
            StackStyle style,
            int inChannels,
            int outChannels,
            int layers,
            boolean attention,
            boolean halved) {
        super(ops, style);
        this.layers = layers;
        addResiduals(layers, inChannels, outChannels);
        addAttentions(layers, outChannels, attention);
        downsample =
                halved
                        ? add(
                                "down_sample_conv",
                                new Conv2d(ops, outChannels, outChannels, 4, 2, 1))
                        : null;
    }

    /** Without timestep and text. */
    public NDArray forward(NDArray x) {
        return forward(x, null, null);
    }

    public NDArray forward(NDArray x, @Nullable NDArray timeEmbedding, @Nullable NDArray context) {
        return Scope.returning(
                () -> {
                    NDArray h = x;
                    for (int i = 0; i < layers; i++) {
                        h = attend(i, residual(i, h, timeEmbedding), context);
                    }
                    return downsample == null ? h : downsample.forward(h);
                });
    }
}
