package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A level on the way down: residual blocks, then half the resolution unless it is the last level.
 * {@code (B, Cin, H, W) → (B, Cout, H/2, W/2)}.
 */
public final class DownLevel2d extends Level2d {
    /** How the resolution is halved. */
    public sealed interface Downsampling {
        /** The last level: not at all. */
        record None() implements Downsampling {}

        /** A strided convolution; see {@link Downsample2d} for the padding. */
        record Convolution(int padding) implements Downsampling {}

        /** A residual block that averages. */
        record Residual() implements Downsampling {}
    }

    private final @Nullable Downsample2d convolution;
    private final @Nullable ResnetBlock2d residual;

    public DownLevel2d(
            Ops ops,
            int inChannels,
            int outChannels,
            int layers,
            ResnetStyle style,
            @Nullable Supplier<SpatialAttention> attention,
            Downsampling downsampling) {
        super(ops, inputs(inChannels, outChannels, layers), outChannels, style, attention);
        convolution =
                downsampling instanceof Downsampling.Convolution c
                        ? add("downsamplers.0", new Downsample2d(ops, outChannels, c.padding()))
                        : null;
        residual =
                downsampling instanceof Downsampling.Residual
                        ? add(
                                "downsamplers.0",
                                new ResnetBlock2d(
                                        ops,
                                        outChannels,
                                        outChannels,
                                        style,
                                        ResnetBlock2d.Resampling.DOWN))
                        : null;
    }

    private static List<Integer> inputs(int inChannels, int outChannels, int layers) {
        List<Integer> inputs = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            inputs.add(i == 0 ? inChannels : outChannels);
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
                    if (convolution != null) {
                        h.pass(convolution.forward(h.get()));
                    } else if (residual != null) {
                        h.pass(residual.forward(h.get()));
                    }
                    return h.get();
                });
    }

    /** The same as {@link #forward(NDArray)} for one large picture, which is used up. */
    public NDArray inBands(PictureRows x) {
        NDArray h = Objects.requireNonNull(blocksInBands(x).whole());
        if (convolution != null) {
            return convolution.forward(h);
        }
        return residual == null ? h : residual.forward(h);
    }

    /**
     * @param skips every intermediate result is put at its end, for the way up
     */
    public NDArray forward(
            NDArray x,
            @Nullable NDArray embedding,
            @Nullable Context context,
            List<NDArray> skips) {
        NDArray h = x;
        for (int i = 0; i < layers(); i++) {
            h = layer(i, h, embedding, context);
            skips.add(h);
        }
        if (convolution != null) {
            h = convolution.forward(h);
            skips.add(h);
        } else if (residual != null) {
            h = residual.forward(h, embedding);
            skips.add(h);
        }
        return h;
    }
}
