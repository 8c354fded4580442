package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The bottom of a UNet or autoencoder: a residual block, then {@code layers} times attention (where
 * there is any) and a residual block. {@code (B, C, H, W) → (B, C, H, W)}.
 */
public final class MidBlock2d extends Module {
    private final List<ResnetBlock2d> resnets = new ArrayList<>();
    private final List<SpatialAttention> attentions = new ArrayList<>();

    /**
     * @param attention makes each attention; null: none
     */
    public MidBlock2d(
            Ops ops,
            int channels,
            int layers,
            ResnetStyle style,
            @Nullable Supplier<SpatialAttention> attention) {
        super(ops);
        resnets.add(add("resnets.0", new ResnetBlock2d(ops, channels, channels, style)));
        for (int i = 0; i < layers; i++) {
            if (attention != null) {
                attentions.add(add("attentions." + i, attention.get()));
            }
            resnets.add(
                    add("resnets." + (i + 1), new ResnetBlock2d(ops, channels, channels, style)));
        }
    }

    /** Without timestep and context. */
    public NDArray forward(NDArray x) {
        return forward(x, null, null);
    }

    public NDArray forward(NDArray x, @Nullable NDArray embedding, @Nullable Context context) {
        return Scope.returning(
                () -> {
                    NDArray h = resnets.get(0).forward(x, embedding);
                    for (int i = 1; i < resnets.size(); i++) {
                        if (!attentions.isEmpty()) {
                            h = attentions.get(i - 1).forward(h, context);
                        }
                        h = resnets.get(i).forward(h, embedding);
                    }
                    return h;
                });
    }

    /** The first attention, if there is any. */
    public @Nullable SpatialAttention attention() {
        return attentions.isEmpty() ? null : attentions.get(0);
    }
}
