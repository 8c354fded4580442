package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A level on the way up: twice the resolution by a transposed 4×4 convolution if asked, the way
 * down's result beside it if there is one, then residual layers with attention. {@code (B, Cin, H,
 * W) → (B, Cout, 2H, 2W)}.
 *
 * <p>Source: {@code UpBlock} (autoencoders) and {@code UpBlockUnet} of
 * explainingai-code/StableDiffusion-PyTorch.
 */
public final class StackedUpBlock extends StackedBlock {
    private final int layers;
    private final @Nullable ConvTranspose2d upsample;

    /**
     * @param inChannels of what comes from below
     * @param skipChannels of the way down's result beside it; 0: none
     * @param attention whether the layers have self-attention
     * @param doubled whether the resolution is doubled
     */
    public StackedUpBlock(
            Ops ops,
            StackStyle style,
            int inChannels,
            int skipChannels,
            int outChannels,
            int layers,
            boolean attention,
            boolean doubled) {
        super(ops, style);
        this.layers = layers;
        addResiduals(layers, inChannels + skipChannels, outChannels);
        addAttentions(layers, outChannels, attention);
        upsample =
                doubled
                        ? add(
                                "up_sample_conv",
                                new ConvTranspose2d(ops, inChannels, inChannels, 4, 2, 1))
                        : null;
    }

    /** Without skip, timestep and text. */
    public NDArray forward(NDArray x) {
        return forward(x, null, null, null);
    }

    public NDArray forward(
            NDArray x,
            @Nullable NDArray skip,
            @Nullable NDArray timeEmbedding,
            @Nullable NDArray context) {
        return Scope.returning(
                () -> {
                    NDArray h = upsample == null ? x : upsample.forward(x);
                    h = skip == null ? h : ops.cat(List.of(h, skip), 1);
                    for (int i = 0; i < layers; i++) {
                        h = attend(i, residual(i, h, timeEmbedding), context);
                    }
                    return h;
                });
    }
}
