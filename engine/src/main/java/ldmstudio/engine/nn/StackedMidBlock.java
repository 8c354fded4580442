package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A block in the middle: a residual layer, then attention and a residual layer in turn. {@code (B,
 * Cin, H, W) → (B, Cout, H, W)}.
 *
 * <p>Source: {@code MidBlock} of explainingai-code/StableDiffusion-PyTorch.
 */
public final class StackedMidBlock extends StackedBlock {
    private final int layers;

    public StackedMidBlock(Ops ops, StackStyle style, int inChannels, int outChannels, int layers) {
        super(ops, style);
        this.layers = layers;
        addResiduals(layers + 1, inChannels, outChannels);
        addAttentions(layers, outChannels, true);
    }

    /** Without timestep and text. */
    public NDArray forward(NDArray x) {
        return forward(x, null, null);
    }

    public NDArray forward(NDArray x, @Nullable NDArray timeEmbedding, @Nullable NDArray context) {
        return Scope.returning(
                () -> {
                    NDArray h = residual(0, x, timeEmbedding);
                    for (int i = 0; i < layers; i++) {
                        h = residual(i + 1, attend(i, h, context), timeEmbedding);
                    }
                    return h;
                });
    }
}
