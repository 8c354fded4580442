package ldmstudio.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a UNet in CompVis' latent-diffusion and Stable Diffusion, which number all blocks of
 * the way down and up through, and in diffusers, which number levels and the layers in them.
 *
 * <p>With n<sub>l</sub> residual blocks at level l of L, {@code input_blocks} holds the first
 * convolution, then for each level its n<sub>l</sub> blocks and, but for the last, a downsampling;
 * {@code output_blocks} holds n<sub>l</sub> + 1 blocks a level from the last level to the first, an
 * upsampling at the end of a level being a further part of its last block. Any number of levels,
 * and any number of blocks at each.
 *
 * @param layers n<sub>l</sub>
 * @param upAttention whether level l's blocks have attention on the way up
 */
record CompVisUNetNames(List<Integer> layers, List<Boolean> upAttention) {
    private static final Pattern BLOCK =
            Pattern.compile("(input|output)_blocks\\.(\\d{1,4})\\.(\\d)\\.(.+)");
    private static final Pattern LEVEL =
            Pattern.compile(
                    "(down|up)_blocks\\.(\\d{1,4})\\."
                            + "(resnets|attentions|downsamplers|upsamplers)\\.(\\d{1,4})\\.(.+)");

    private static final NameRules RESNET =
            new NameRules()
                    .pair("in_layers.0", "norm1")
                    .pair("in_layers.2", "conv1")
                    .pair("emb_layers.1", "time_emb_proj")
                    .pair("out_layers.0", "norm2")
                    .pair("out_layers.3", "conv2")
                    .pair("skip_connection", "conv_shortcut");

    private static final NameRules OUTSIDE =
            new NameRules()
                    .pair("time_embed.0", "time_embedding.linear_1")
                    .pair("time_embed.2", "time_embedding.linear_2")
                    .pair("label_emb.0.0", "class_embedding.linear_1")
                    .pair("label_emb.0.2", "class_embedding.linear_2")
                    .pair("label_emb.weight", "class_embedding.weight")
                    .pair("input_blocks.0.0", "conv_in")
                    .pair("out.0", "conv_norm_out")
                    .pair("out.2", "conv_out");

    CompVisUNetNames {
        layers = List.copyOf(layers);
        upAttention = List.copyOf(upAttention);
    }

    /** The plan behind names such as {@code input_blocks.3.0.op.weight}, without a prefix. */
    static CompVisUNetNames ofCompVis(Set<String> names) {
        List<Integer> layers = new ArrayList<>();
        int block = 1;
        int inLevel = 0;
        while (true) {
            String start = "input_blocks." + block + ".0.";
            if (names.contains(start + "op.weight")) {
                layers.add(inLevel);
                inLevel = 0;
            } else if (names.contains(start + "in_layers.0.weight")) {
                inLevel++;
            } else {
                layers.add(inLevel);
                break;
            }
            block++;
        }
        List<Boolean> upAttention = new ArrayList<>();
        int levels = layers.size();
        for (int level = 0; level < levels; level++) {
            String first = "output_blocks." + firstOutput(layers, levels - 1 - level) + ".1.";
            upAttention.add(names.contains(first + "norm.weight"));
        }
        return new CompVisUNetNames(layers, upAttention);
    }

    /** The plan behind names such as {@code down_blocks.0.resnets.1.conv1.weight}. */
    static CompVisUNetNames ofDiffusers(Set<String> names) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        for (String name : names) {
            Matcher matcher = LEVEL.matcher(name);
            if (matcher.matches()
                    && matcher.group(1).equals("down")
                    && matcher.group(3).equals("resnets")) {
                counts.merge(
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(4)) + 1,
                        Math::max);
            }
        }
        List<Integer> layers = new ArrayList<>(counts.values());
        int levels = layers.size();
        List<Boolean> upAttention = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            String first = "up_blocks." + (levels - 1 - level) + ".attentions.0.";
            upAttention.add(names.stream().anyMatch(name -> name.startsWith(first)));
        }
        return new CompVisUNetNames(layers, upAttention);
    }

    /** Number of the first block of an up level, counted from the smallest resolution. */
    private static int firstOutput(List<Integer> layers, int up) {
        int first = 0;
        for (int i = 0; i < up; i++) {
            first += layers.get(layers.size() - 1 - i) + 1;
        }
        return first;
    }

    private int firstInput(int level) {
        int first = 1;
        for (int i = 0; i < level; i++) {
            first += layers.get(i) + 1;
        }
        return first;
    }

    /** The name in diffusers; empty for a tensor that is not part of this UNet. */
    Optional<String> diffusers(String name) {
        Matcher matcher = BLOCK.matcher(name);
        if (matcher.matches() && !name.startsWith("input_blocks.0.")) {
            int block = Integer.parseInt(matcher.group(2));
            int part = Integer.parseInt(matcher.group(3));
            return matcher.group(1).equals("input")
                    ? input(block, part, matcher.group(4))
                    : output(block, part, matcher.group(4));
        }
        if (name.startsWith("middle_block.0.") || name.startsWith("middle_block.2.")) {
            return RESNET.right(name.substring("middle_block.0.".length()))
                    .map(rest -> "mid_block.resnets." + (name.charAt(13) - '0') / 2 + "." + rest);
        }
        if (name.startsWith("middle_block.1.")) {
            return Optional.of(
                    "mid_block.attentions.0." + name.substring("middle_block.1.".length()));
        }
        return OUTSIDE.right(name);
    }

    private Optional<String> input(int block, int part, String rest) {
        for (int level = 0; level < layers.size(); level++) {
            int layer = block - firstInput(level);
            String before = "down_blocks." + level + ".";
            if (layer >= 0 && layer < layers.get(level)) {
                return part == 0
                        ? RESNET.right(rest).map(r -> before + "resnets." + layer + "." + r)
                        : Optional.of(before + "attentions." + layer + "." + rest);
            } else if (layer == layers.get(level) && rest.startsWith("op.")) {
                return Optional.of(before + "downsamplers.0.conv." + rest.substring(3));
            }
        }
        return Optional.empty();
    }

    private Optional<String> output(int block, int part, String rest) {
        int levels = layers.size();
        for (int up = 0; up < levels; up++) {
            int layer = block - firstOutput(layers, up);
            String before = "up_blocks." + up + ".";
            if (layer >= 0 && layer <= layers.get(levels - 1 - up)) {
                if (part == 0) {
                    return RESNET.right(rest).map(r -> before + "resnets." + layer + "." + r);
                }
                return Optional.of(
                        rest.startsWith("conv.")
                                ? before + "upsamplers.0." + rest
                                : before + "attentions." + layer + "." + rest);
            }
        }
        return Optional.empty();
    }

    /** The name in CompVis; empty for a tensor that CompVis' UNet has no place for. */
    Optional<String> compVis(String name) {
        Matcher matcher = LEVEL.matcher(name);
        if (matcher.matches()) {
            int level = Integer.parseInt(matcher.group(2));
            int layer = Integer.parseInt(matcher.group(4));
            if (level >= layers.size()) {
                return Optional.empty();
            }
            boolean down = matcher.group(1).equals("down");
            return place(down, matcher.group(3), level, layer, matcher.group(5));
        }
        if (name.startsWith("mid_block.resnets.")) {
            String[] parts = name.split("\\.", 4);
            return parts.length < 4 || !(parts[2].equals("0") || parts[2].equals("1"))
                    ? Optional.empty()
                    : RESNET.left(parts[3])
                            .map(
                                    rest ->
                                            "middle_block."
                                                    + 2 * Integer.parseInt(parts[2])
                                                    + "."
                                                    + rest);
        }
        if (name.startsWith("mid_block.attentions.0.")) {
            return Optional.of(
                    "middle_block.1." + name.substring("mid_block.attentions.0.".length()));
        }
        return OUTSIDE.left(name);
    }

    private Optional<String> place(boolean down, String kind, int level, int layer, String rest) {
        int first = down ? firstInput(level) : firstOutput(layers, level);
        String before = (down ? "input" : "output") + "_blocks.";
        return switch (kind) {
            case "resnets" -> RESNET.left(rest).map(r -> before + (first + layer) + ".0." + r);
            case "attentions" -> Optional.of(before + (first + layer) + ".1." + rest);
            case "downsamplers" ->
                    rest.startsWith("conv.")
                            ? Optional.of(
                                    before
                                            + (first + layers.get(level))
                                            + ".0.op."
                                            + rest.substring(5))
                            : Optional.empty();
            default -> {
                int fromLargest = layers.size() - 1 - level;
                int last = first + layers.get(fromLargest);
                yield Optional.of(
                        before + last + (upAttention.get(fromLargest) ? ".2." : ".1.") + rest);
            }
        };
    }
}
