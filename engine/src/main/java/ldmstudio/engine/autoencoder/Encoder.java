package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.Attention;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.DownLevel2d;
import ldmstudio.engine.nn.DownLevel2d.Downsampling;
import ldmstudio.engine.nn.GroupNorm;
import ldmstudio.engine.nn.MidBlock2d;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.PictureRows;
import ldmstudio.engine.nn.Relay;
import ldmstudio.engine.nn.ResnetStyle;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Picture to latents before the last 1×1 convolution: {@code (B, 3, H, W) → (B, C', H/f, W/f)} with
 * C' = 2C where these are moments.
 *
 * <p>Rombach et al., 2022, arXiv:2112.10752, appendix G; the reference's Encoder.
 */
final class Encoder extends Module {
    final Conv2d convIn;
    final List<DownLevel2d> levels = new ArrayList<>();
    final MidBlock2d mid;
    final GroupNorm convNormOut;
    final Conv2d convOut;

    Encoder(Ops ops, LevelPlan plan, int outChannels) {
        super(ops);
        List<Integer> channels = plan.blockOutChannels();
        int groups = plan.normNumGroups();
        ResnetStyle style = ResnetStyle.ofAutoencoder(groups, plan.activation());
        convIn = add("conv_in", new Conv2d(ops, plan.inChannels(), channels.get(0), 3, 1, 1));
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            levels.add(
                    add(
                            "down_blocks." + i,
                            new DownLevel2d(
                                    ops,
                                    channels.get(Math.max(i - 1, 0)),
                                    out,
                                    plan.layersPerBlock(),
                                    style,
                                    plan.attention().get(i)
                                            ? () ->
                                                    Attention.ofPicture(
                                                            ops, out, out, groups, 1e-6, true, 1)
                                            : null,
                                    i == channels.size() - 1
                                            ? new Downsampling.None()
                                            : new Downsampling.Convolution(0))));
        }
        int last = channels.get(channels.size() - 1);
        mid = add("mid_block", mid(ops, plan, last, style));
        convNormOut = add("conv_norm_out", new GroupNorm(ops, groups, last, 1e-6));
        convOut = add("conv_out", new Conv2d(ops, last, outChannels, 3, 1, 1));
    }

    /** The middle, which encoder and decoder build alike. */
    static MidBlock2d mid(Ops ops, LevelPlan plan, int channels, ResnetStyle style) {
        return new MidBlock2d(
                ops,
                channels,
                Math.max(plan.midLayers(), 1),
                style,
                plan.midLayers() == 0
                        ? null
                        : () ->
                                Attention.ofPicture(
                                        ops,
                                        channels,
                                        channels,
                                        plan.normNumGroups(),
                                        1e-6,
                                        plan.attentionResidual(),
                                        1));
    }

    /**
     * @param parts whether the largest levels are computed in bands
     */
    NDArray forward(NDArray x, boolean parts) {
        return Scope.returning(
                () -> {
                    int large = largeLevels(x);
                    Relay h = new Relay(x);
                    h.pass(OneByOne.apply(ops, this, x, one -> to(large, one, parts)));
                    for (DownLevel2d level : levels.subList(large, levels.size())) {
                        h.pass(level.forward(h.get()));
                    }
                    h.pass(mid.forward(h.get()));
                    return out(h.get());
                });
    }

    /** How many levels see pictures that are computed one by one. */
    private int largeLevels(NDArray x) {
        long pixels = x.getShape().get(2) * x.getShape().get(3);
        int count = 0;
        while (count < levels.size() && OneByOne.pays(ops, this, pixels)) {
            pixels /= 4;
            count++;
        }
        return count;
    }

    private NDArray to(int last, NDArray x, boolean parts) {
        if (!parts) {
            return to(last, x);
        }
        Relay h = new Relay(x);
        h.pass(convIn.forward(x));
        for (DownLevel2d level : levels.subList(0, last)) {
            h.pass(
                    level.bands()
                            ? level.inBands(PictureRows.of(ops, h.get()))
                            : level.forward(h.get()));
        }
        return h.get();
    }

    private NDArray to(int last, NDArray x) {
        Relay h = new Relay(x);
        h.pass(convIn.forward(x));
        for (DownLevel2d level : levels.subList(0, last)) {
            h.pass(level.forward(h.get()));
        }
        return h.get();
    }

    private NDArray out(NDArray h) {
        return block(List.of(convNormOut, convOut), in -> convOut.forward(in[0], convNormOut), h);
    }
}
