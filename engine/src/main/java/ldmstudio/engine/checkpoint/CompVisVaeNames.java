package ldmstudio.engine.checkpoint;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of an autoencoder in CompVis' latent-diffusion (and taming-transformers) and in
 * diffusers. CompVis counts the decoder's levels from the largest resolution, diffusers from the
 * smallest.
 *
 * @param levels number of resolutions
 */
record CompVisVaeNames(int levels) {
    private static final Pattern COMPVIS =
            Pattern.compile(
                    "(encoder\\.down|decoder\\.up)\\.(\\d{1,3})\\."
                            + "(block\\.\\d{1,3}|attn\\.\\d{1,3}|downsample|upsample)\\.(.+)");
    private static final Pattern DIFFUSERS =
            Pattern.compile(
                    "(encoder\\.down|decoder\\.up)_blocks\\.(\\d{1,3})\\."
                            + "(resnets|attentions|downsamplers|upsamplers)\\.(\\d{1,3})\\.(.+)");
    private static final Pattern LEVEL = Pattern.compile("encoder\\.down\\.(\\d{1,3})\\..+");
    private static final Pattern DIFFUSERS_LEVEL =
            Pattern.compile("encoder\\.down_blocks\\.(\\d{1,3})\\..+");

    private static final NameRules RESNET =
            new NameRules()
                    .pair("norm1", "norm1")
                    .pair("conv1", "conv1")
                    .pair("norm2", "norm2")
                    .pair("conv2", "conv2")
                    .pair("nin_shortcut", "conv_shortcut");

    private static final NameRules ATTENTION =
            new NameRules()
                    .pair("norm", "group_norm")
                    .pair("q", "to_q")
                    .pair("k", "to_k")
                    .pair("v", "to_v")
                    .pair("proj_out", "to_out.0");

    private static final NameRules OUTSIDE =
            new NameRules()
                    .pair("encoder.conv_in", "encoder.conv_in")
                    .pair("encoder.norm_out", "encoder.conv_norm_out")
                    .pair("encoder.conv_out", "encoder.conv_out")
                    .pair("decoder.conv_in", "decoder.conv_in")
                    .pair("decoder.norm_out", "decoder.conv_norm_out")
                    .pair("decoder.conv_out", "decoder.conv_out")
                    .pair("quant_conv", "quant_conv")
                    .pair("post_quant_conv", "post_quant_conv")
                    .pair("quantize.embedding", "quantize.embedding");

    /** The plan behind names such as {@code encoder.down.0.block.0.norm1.weight}. */
    static CompVisVaeNames ofCompVis(Set<String> names) {
        return new CompVisVaeNames(levels(names, LEVEL));
    }

    /** The plan behind names such as {@code encoder.down_blocks.0.resnets.0.norm1.weight}. */
    static CompVisVaeNames ofDiffusers(Set<String> names) {
        return new CompVisVaeNames(levels(names, DIFFUSERS_LEVEL));
    }

    private static int levels(Set<String> names, Pattern pattern) {
        int levels = 0;
        for (String name : names) {
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                levels = Math.max(levels, Integer.parseInt(matcher.group(1)) + 1);
            }
        }
        return levels;
    }

    /** The name in diffusers; empty for a tensor that is not part of an autoencoder. */
    Optional<String> diffusers(String name) {
        Matcher matcher = COMPVIS.matcher(name);
        if (matcher.matches()) {
            int level = Integer.parseInt(matcher.group(2));
            boolean down = matcher.group(1).equals("encoder.down");
            String before =
                    matcher.group(1) + "_blocks." + (down ? level : levels - 1 - level) + ".";
            String[] part = matcher.group(3).split("\\.");
            String rest = matcher.group(4);
            return switch (part[0]) {
                case "block" ->
                        RESNET.right(rest).map(r -> before + "resnets." + part[1] + "." + r);
                case "attn" ->
                        ATTENTION.right(rest).map(r -> before + "attentions." + part[1] + "." + r);
                default -> Optional.of(before + part[0] + "rs.0." + rest);
            };
        }
        for (String coder : new String[] {"encoder.", "decoder."}) {
            for (int i = 0; i < 2; i++) {
                String block = coder + "mid.block_" + (i + 1) + ".";
                if (name.startsWith(block)) {
                    String before = coder + "mid_block.resnets." + i + ".";
                    return RESNET.right(name.substring(block.length())).map(r -> before + r);
                }
            }
            String attention = coder + "mid.attn_1.";
            if (name.startsWith(attention)) {
                return ATTENTION
                        .right(name.substring(attention.length()))
                        .map(r -> coder + "mid_block.attentions.0." + r);
            }
        }
        return OUTSIDE.right(name);
    }

    /** The name in CompVis; empty for a tensor that CompVis' autoencoder has no place for. */
    Optional<String> compVis(String name) {
        Matcher matcher = DIFFUSERS.matcher(name);
        if (matcher.matches()) {
            int level = Integer.parseInt(matcher.group(2));
            boolean down = matcher.group(1).equals("encoder.down");
            String before = matcher.group(1) + "." + (down ? level : levels - 1 - level) + ".";
            String layer = matcher.group(4);
            String rest = matcher.group(5);
            return switch (matcher.group(3)) {
                case "resnets" -> RESNET.left(rest).map(r -> before + "block." + layer + "." + r);
                case "attentions" ->
                        ATTENTION.left(rest).map(r -> before + "attn." + layer + "." + r);
                case "downsamplers" -> Optional.of(before + "downsample." + rest);
                default -> Optional.of(before + "upsample." + rest);
            };
        }
        for (String coder : new String[] {"encoder.", "decoder."}) {
            for (int i = 0; i < 2; i++) {
                String block = coder + "mid_block.resnets." + i + ".";
                if (name.startsWith(block)) {
                    String before = coder + "mid.block_" + (i + 1) + ".";
                    return RESNET.left(name.substring(block.length())).map(r -> before + r);
                }
            }
            String attention = coder + "mid_block.attentions.0.";
            if (name.startsWith(attention)) {
                return ATTENTION
                        .left(name.substring(attention.length()))
                        .map(r -> coder + "mid.attn_1." + r);
            }
        }
        return OUTSIDE.left(name);
    }

    /**
     * Whether a tensor in diffusers' names is a matrix that CompVis stores as a 1×1 convolution.
     */
    static boolean projection(String diffusersName) {
        return diffusersName.contains(".attentions.")
                && diffusersName.contains(".to_")
                && diffusersName.endsWith(".weight");
    }
}
