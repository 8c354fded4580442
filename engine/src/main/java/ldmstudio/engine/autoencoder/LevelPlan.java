package ldmstudio.engine.autoencoder;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The levels of diffusers' {@link Encoder} and {@link Decoder}, which AutoencoderKL and VQModel
 * share, with the keys of their {@code config.json}.
 *
 * @param latentChannels channels between encoder and decoder
 * @param attention for each level on the way down whether its blocks are followed by attention
 * @param upAttention the same for each level on the way up, from the smallest
 * @param midLayers attention layers in the middle; 0: none. The reference knows 0 and 1
 * @param attentionResidual whether attention adds its input; always so in the reference
 */
public record LevelPlan(
        String owner,
        int inChannels,
        int outChannels,
        int latentChannels,
        List<Integer> blockOutChannels,
        List<Boolean> attention,
        List<Boolean> upAttention,
        int layersPerBlock,
        int midLayers,
        boolean attentionResidual,
        int normNumGroups,
        Activation activation) {
    private static final String DOWN = "DownEncoderBlock2D";
    private static final String DOWN_ATTENTION = "AttnDownEncoderBlock2D";
    private static final String UP = "UpDecoderBlock2D";
    private static final String UP_ATTENTION = "AttnUpDecoderBlock2D";

    public LevelPlan {
        blockOutChannels = List.copyOf(blockOutChannels);
        attention = List.copyOf(attention);
        upAttention = List.copyOf(upAttention);
        int levels = blockOutChannels.size();
        if (levels == 0 || attention.size() != levels || upAttention.size() != levels) {
            throw new IllegalArgumentException(
                    owner
                            + ": block_out_channels, down_block_types and up_block_types must have"
                            + " the same length of at least 1, but have "
                            + levels
                            + ", "
                            + attention.size()
                            + " and "
                            + upAttention.size());
        }
        for (int channels : blockOutChannels) {
            if (channels < 1 || normNumGroups < 1 || channels % normNumGroups != 0) {
                throw new IllegalArgumentException(
                        owner
                                + ": norm_num_groups is "
                                + normNumGroups
                                + ", which must divide every entry of block_out_channels "
                                + blockOutChannels);
            }
        }
        if (inChannels < 1 || outChannels < 1 || latentChannels < 1 || layersPerBlock < 1) {
            throw new IllegalArgumentException(
                    owner
                            + ": in_channels "
                            + inChannels
                            + ", out_channels "
                            + outChannels
                            + ", latent_channels "
                            + latentChannels
                            + " and layers_per_block "
                            + layersPerBlock
                            + " must be at least 1");
        }
    }

    /** The levels that a run's configuration describes. */
    static LevelPlan of(String owner, AutoencoderConfig config) {
        int levels = config.vaeChannelsPerBlock().size();
        return new LevelPlan(
                owner,
                config.inChannels(),
                config.outChannels(),
                config.latentChannels(),
                config.vaeChannelsPerBlock(),
                Collections.nCopies(levels, false),
                Collections.nCopies(levels, false),
                config.residualLayersPerBlock(),
                config.attentionLayers(),
                config.attentionResidualConnections(),
                config.normNumGroups(),
                Activation.SILU);
    }

    /**
     * Reads its keys of a {@code config.json}.
     *
     * @param defaultLatentChannels what the reference's class takes where the file says nothing
     */
    static LevelPlan read(String owner, ModelConfigReader reader, int defaultLatentChannels) {
        boolean midAttention = reader.flag("mid_block_add_attention", true);
        return new LevelPlan(
                owner,
                reader.integer("in_channels", 3),
                reader.integer("out_channels", 3),
                reader.integer("latent_channels", defaultLatentChannels),
                reader.integers("block_out_channels", List.of(64)),
                attention(
                        owner,
                        "down_block_types",
                        reader.texts("down_block_types", List.of(DOWN)),
                        DOWN,
                        DOWN_ATTENTION),
                attention(
                        owner,
                        "up_block_types",
                        reader.texts("up_block_types", List.of(UP)),
                        UP,
                        UP_ATTENTION),
                reader.integer("layers_per_block", 1),
                midAttention ? reader.integer("mid_block_attention_layers", 1) : 0,
                reader.flag("attention_residual_connections", true),
                reader.integer("norm_num_groups", 32),
                Activation.of(reader.text("act_fn", "silu")));
    }

    private static List<Boolean> attention(
            String owner, String key, List<String> types, String without, String with) {
        return types.stream()
                .map(
                        type -> {
                            if (!type.equals(without) && !type.equals(with)) {
                                throw new IllegalArgumentException(
                                        owner
                                                + ": "
                                                + key
                                                + " holds "
                                                + type
                                                + ", supported are "
                                                + without
                                                + " and "
                                                + with);
                            }
                            return type.equals(with);
                        })
                .toList();
    }

    /** Adds its keys; the two that diffusers lacks only where they differ from it. */
    void write(Map<String, Object> map) {
        map.put("in_channels", inChannels);
        map.put("out_channels", outChannels);
        map.put("latent_channels", latentChannels);
        map.put("block_out_channels", blockOutChannels);
        map.put(
                "down_block_types",
                attention.stream().map(a -> a ? DOWN_ATTENTION : DOWN).toList());
        map.put("up_block_types", upAttention.stream().map(a -> a ? UP_ATTENTION : UP).toList());
        map.put("layers_per_block", layersPerBlock);
        map.put("mid_block_add_attention", midLayers > 0);
        if (midLayers > 1) {
            map.put("mid_block_attention_layers", midLayers);
        }
        if (!attentionResidual) {
            map.put("attention_residual_connections", false);
        }
        map.put("norm_num_groups", normNumGroups);
        map.put("act_fn", activation.word());
    }

    /** Pixels of a side per latent pixel. */
    int factor() {
        return 1 << (blockOutChannels.size() - 1);
    }

    /** Channels of the narrowest level. */
    int narrowest() {
        return Collections.min(blockOutChannels);
    }
}
