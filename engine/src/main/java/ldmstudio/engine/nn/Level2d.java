package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Residual blocks at one resolution, each followed by attention where the level has any, with the
 * reference's names {@code resnets.i} and {@code attentions.i}.
 */
public abstract class Level2d extends Module {
    private final List<ResnetBlock2d> resnets = new ArrayList<>();
    private final List<SpatialAttention> attentions = new ArrayList<>();

    /**
     * @param inChannels input channels of each residual block
     * @param attention makes the attention after each block; null: none
     */
    protected Level2d(
            Ops ops,
            List<Integer> inChannels,
            int outChannels,
            ResnetStyle style,
            @Nullable Supplier<SpatialAttention> attention) {
        super(ops);
        for (int i = 0; i < inChannels.size(); i++) {
            if (attention != null) {
                attentions.add(add("attentions." + i, attention.get()));
            }
            resnets.add(
                    add(
                            "resnets." + i,
                            new ResnetBlock2d(ops, inChannels.get(i), outChannels, style)));
        }
    }

    /** Whether large pictures can be computed in bands: no pixel sees every other. */
    public boolean bands() {
        return attentions.isEmpty() && resnets.stream().allMatch(ResnetBlock2d::bands);
    }

    /** The residual blocks for one large picture, which is used up. */
    final PictureRows blocksInBands(PictureRows x) {
        PictureRows h = x;
        for (ResnetBlock2d block : resnets) {
            h = block.inBands(h);
        }
        return h;
    }

    /** Number of residual blocks. */
    public final int layers() {
        return resnets.size();
    }

    protected final NDArray layer(
            int i, NDArray x, @Nullable NDArray embedding, @Nullable Context context) {
        Relay h = new Relay(x);
        h.pass(resnets.get(i).forward(x, embedding));
        h.pass(attend(i, h.get(), context));
        return h.get();
    }

    protected final NDArray layerBeside(
            int i,
            NDArray x,
            NDArray skip,
            @Nullable NDArray embedding,
            @Nullable Context context) {
        return attend(i, resnets.get(i).forwardBeside(x, skip, embedding), context);
    }

    private NDArray attend(int i, NDArray h, @Nullable Context context) {
        return attentions.isEmpty() ? h : attentions.get(i).forward(h, context);
    }
}
