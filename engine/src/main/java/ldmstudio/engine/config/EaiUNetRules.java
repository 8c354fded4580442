package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;

/** What must fit together in the shape of ExplainingAI's UNet. */
final class EaiUNetRules {
    private static final String DOWN = "denoiser.down_channels";
    private static final String MID = "denoiser.mid_channels";

    private EaiUNetRules() {}

    static void check(EaiUNetConfig net, boolean pixels, CrossFieldRules rules) {
        List<Integer> down = net.downChannels();
        List<Integer> mid = net.midChannels();
        int levels = down.size() - 1;
        rules.unless(levels >= 1, DOWN, down, "has no level", "at least two entries");
        if (levels < 1) {
            return;
        }
        List<Integer> ends = List.of(down.get(levels), down.get(levels - 1));
        rules.unless(
                mid.size() >= 2 && ends.equals(List.of(mid.get(0), mid.get(mid.size() - 1))),
                MID,
                mid,
                "does not lead from the last of down_channels to the one before",
                "from " + ends.get(0) + " to " + ends.get(1),
                DOWN);
        oneEach(rules, "denoiser.down_sample", net.downSample(), levels);
        oneEach(rules, "denoiser.attn_down", net.attnDown(), levels);
        rules.unless(
                net.timeEmbDim() % 2 == 0,
                "denoiser.time_emb_dim",
                net.timeEmbDim(),
                "is odd",
                "an even number");
        List<Integer> normed = new ArrayList<>(down);
        normed.addAll(mid);
        normed.add(net.convOutChannels());
        rules.divides(net.normChannels(), normed, "denoiser.norm_channels", DOWN);
        // The first convolution's channels meet no attention, unless a level goes up to them.
        List<Integer> attended = new ArrayList<>(down.subList(levels > 1 ? 0 : 1, levels + 1));
        attended.addAll(mid);
        attended.add(net.convOutChannels());
        rules.divides(net.numHeads(), attended, "denoiser.num_heads", DOWN);
        int factor = 1 << net.downSample().stream().filter(halves -> halves).count();
        rules.unless(
                !pixels || net.imgSize() % factor == 0,
                "denoiser.img_size",
                net.imgSize(),
                "cannot be halved as often as down_sample says",
                "a multiple of " + factor,
                "denoiser.down_sample");
    }

    private static void oneEach(
            CrossFieldRules rules, String key, List<Boolean> flags, int levels) {
        rules.unless(
                flags.size() == levels,
                key,
                flags,
                "has not one entry for each level",
                levels + (levels == 1 ? " entry" : " entries") + ", one less than down_channels",
                DOWN);
    }
}
