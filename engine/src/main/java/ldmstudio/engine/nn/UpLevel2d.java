package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A level on the way up: residual blocks, in a UNet each with a result of the way down beside its
 * input, then twice the resolution unless it is the last level. {@code (B, Cin, H, W) → (B, Cout,
 * 2H, 2W)}.
 *
 * <p>Where a level on the way down met an odd size, the upsampling goes to the size of the next
 * skip instead of twice its own. The reference's conditional UNet does so too; its plain UNet fails
 * there.
 */
public final class UpLevel2d extends Level2d {
    /** How the resolution is doubled. */
    public enum Upsampling {
        /** The last level: not at all. */
        NONE,
        CONVOLUTION,
        RESIDUAL
    }

    private final @Nullable Upsample2d convolution;
    private final @Nullable ResnetBlock2d residual;

    /**
     * @param inChannels input channels of each residual block, the skip's included
     */
    public UpLevel2d(
            Ops ops,
            List<Integer> inChannels,
            int outChannels,
            ResnetStyle style,
            @Nullable Supplier<SpatialAttention> attention,
            Upsampling upsampling) {
        super(ops, inChannels, outChannels, style, attention);
        convolution =
                upsampling == Upsampling.CONVOLUTION
                        ? add("upsamplers.0", new Upsample2d(ops, outChannels))
                        : null;
        residual =
                upsampling == Upsampling.RESIDUAL
                        ? add(
                                "upsamplers.0",
                                new ResnetBlock2d(
                                        ops,
                                        outChannels,
                                        outChannels,
                                        style,
                                        ResnetBlock2d.Resampling.UP))
                        : null;
    }

    /** Input channels of the blocks of a decoder, which has no skips. */
    public static List<Integer> inputs(int inChannels, int outChannels, int layers) {
        List<Integer> inputs = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            inputs.add(i == 0 ? inChannels : outChannels);
        }
        return inputs;
    }

    /**
     * Input channels of the blocks of a UNet's level.
     *
     * @param previous channels that come from the level below
     * @param next channels of the next level up, which the last skip has
     */
    public static List<Integer> inputsWithSkips(
            int previous, int outChannels, int next, int layers) {
        List<Integer> inputs = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            inputs.add((i == 0 ? previous : outChannels) + (i == layers - 1 ? next : outChannels));
        }
        return inputs;
    }

    /** Without timestep and skips. */
    public NDArray forward(NDArray x) {
        return Scope.returning(
                () -> {
                    Relay h = new Relay(x);
                    for (int i = 0; i < layers(); i++) {
                        h.pass(layer(i, h.get(), null, null));
                    }
                    h.pass(upsample(h.get(), null, null));
                    return h.get();
                });
    }

    /**
     * The same as {@link #forward(NDArray)} for one large picture, which is used up. The next
     * level's picture is not made: its rows are computed when that asks for them.
     */
    public PictureRows inBands(PictureRows x) {
        PictureRows h = blocksInBands(x);
        return convolution == null ? h : h.upsampled(convolution.conv());
    }

    @Override
    public boolean bands() {
        return super.bands() && residual == null;
    }

    /**
     * @param skips results of the way down; this level takes its own from the end
     */
    public NDArray forward(
            NDArray x,
            @Nullable NDArray embedding,
            @Nullable Context context,
            List<NDArray> skips) {
        return Scope.returning(
                () -> {
                    NDArray h = x;
                    for (int i = 0; i < layers(); i++) {
                        NDArray skip = skips.remove(skips.size() - 1);
                        h = layerBeside(i, h, skip, embedding, context);
                    }
                    return upsample(h, embedding, skips.isEmpty() ? null : skips);
                });
    }

    private NDArray upsample(
            NDArray h, @Nullable NDArray embedding, @Nullable List<NDArray> skips) {
        long[] size = null;
        if (skips != null) {
            NDArray next = skips.get(skips.size() - 1);
            size = new long[] {next.getShape().get(2), next.getShape().get(3)};
        }
        if (convolution != null) {
            return convolution.forward(h, size);
        }
        return residual == null ? h : residual.forward(h, embedding, size);
    }
}
