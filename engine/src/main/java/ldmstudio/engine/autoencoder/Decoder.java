package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.Attention;
import ldmstudio.engine.nn.BandConv;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.GroupNorm;
import ldmstudio.engine.nn.MidBlock2d;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.PictureRows;
import ldmstudio.engine.nn.Relay;
import ldmstudio.engine.nn.ResnetStyle;
import ldmstudio.engine.nn.UpLevel2d;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Latent to picture, after the first 1×1 convolution: {@code (B, C, h, w) → (B, 3, h·f, w·f)}. It
 * has one residual block a level more than the encoder.
 *
 * <p>Rombach et al., 2022, arXiv:2112.10752, appendix G; the reference's Decoder.
 */
final class Decoder extends Module {
    final Conv2d convIn;
    final MidBlock2d mid;
    final List<UpLevel2d> levels = new ArrayList<>();
    final GroupNorm convNormOut;
    final Conv2d convOut;

    Decoder(Ops ops, LevelPlan plan) {
        super(ops);
        List<Integer> channels = plan.blockOutChannels();
        int count = channels.size();
        int groups = plan.normNumGroups();
        ResnetStyle style = ResnetStyle.ofAutoencoder(groups, plan.activation());
        int widest = channels.get(count - 1);
        convIn = add("conv_in", new Conv2d(ops, plan.latentChannels(), widest, 3, 1, 1));
        mid = add("mid_block", Encoder.mid(ops, plan, widest, style));
        for (int i = 0; i < count; i++) {
            int in = channels.get(Math.min(count - i, count - 1));
            int out = channels.get(count - 1 - i);
            levels.add(
                    add(
                            "up_blocks." + i,
                            new UpLevel2d(
                                    ops,
                                    UpLevel2d.inputs(in, out, plan.layersPerBlock() + 1),
                                    out,
                                    style,
                                    plan.upAttention().get(i)
                                            ? () ->
                                                    Attention.ofPicture(
                                                            ops, out, out, groups, 1e-6, true, 1)
                                            : null,
                                    i == count - 1
                                            ? UpLevel2d.Upsampling.NONE
                                            : UpLevel2d.Upsampling.CONVOLUTION)));
        }
        convNormOut = add("conv_norm_out", new GroupNorm(ops, groups, channels.get(0), 1e-6));
        convOut = add("conv_out", new Conv2d(ops, channels.get(0), plan.outChannels(), 3, 1, 1));
    }

    /**
     * @param parts whether the largest levels are computed in bands
     */
    NDArray forward(NDArray z, boolean parts) {
        return Scope.returning(
                () -> {
                    Relay h = new Relay(z);
                    h.pass(convIn.forward(z));
                    h.pass(mid.forward(h.get()));
                    int next = 0;
                    while (next < levels.size() && !OneByOne.pays(ops, this, h.get())) {
                        h.pass(levels.get(next++).forward(h.get()));
                    }
                    int first = next;
                    h.pass(OneByOne.apply(ops, this, h.get(), one -> from(first, one, parts)));
                    return h.get();
                });
    }

    private NDArray from(int first, NDArray x, boolean parts) {
        int whole = parts ? Math.max(first, firstInBands()) : levels.size();
        if (whole >= levels.size()) {
            return from(first, x);
        }
        return Scope.returning(
                () -> {
                    Relay h = new Relay(x);
                    for (UpLevel2d level : levels.subList(first, whole)) {
                        h.pass(level.forward(h.get()));
                    }
                    PictureRows rows = PictureRows.of(ops, h.get());
                    for (UpLevel2d level : levels.subList(whole, levels.size())) {
                        rows = level.inBands(rows);
                    }
                    return outInBands(rows);
                });
    }

    private NDArray outInBands(PictureRows rows) {
        List<NDArray> bands = new ArrayList<>();
        new BandConv(ops, convNormOut, convOut)
                .run(rows, (top, result, input) -> bands.add(Scope.release(ops.plain(result))));
        rows.close();
        NDArray all = ops.cat(bands, 2);
        bands.forEach(NDArray::close);
        return all;
    }

    /** The last levels that can be, all whose pictures are large. */
    private int firstInBands() {
        int first = levels.size();
        while (first > 0 && levels.get(first - 1).bands()) {
            first--;
        }
        return first;
    }

    private NDArray from(int first, NDArray x) {
        Relay h = new Relay(x);
        for (UpLevel2d level : levels.subList(first, levels.size())) {
            h.pass(level.forward(h.get()));
        }
        h.pass(ops.plain(out(h.get())));
        return h.get();
    }

    private NDArray out(NDArray h) {
        return block(List.of(convNormOut, convOut), in -> convOut.forward(in[0], convNormOut), h);
    }

    Parameter lastWeight() {
        return convOut.weight();
    }
}
