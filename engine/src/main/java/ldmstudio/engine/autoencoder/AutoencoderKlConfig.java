package ldmstudio.engine.autoencoder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The shape of an {@link AutoencoderKl}; {@link #toMap} is the {@code config.json} of diffusers'
 * AutoencoderKL.
 *
 * @param attention for each level on the way down whether its blocks are followed by attention
 * @param upAttention the same for each level on the way up, from the smallest
 * @param midLayers attention layers in the middle; 0: none. The reference knows 0 and 1
 * @param attentionResidual whether attention adds its input; always so in the reference
 * @param scalingFactor latents are multiplied by it before diffusion
 * @param shiftFactor latents are reduced by it before scaling
 */
public record AutoencoderKlConfig(
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
        Activation activation,
        boolean useQuantConv,
        boolean usePostQuantConv,
        int sampleSize,
        double scalingFactor,
        double shiftFactor) {
    private static final String OWNER = "AutoencoderKL";
    private static final String DOWN = "DownEncoderBlock2D";
    private static final String DOWN_ATTENTION = "AttnDownEncoderBlock2D";
    private static final String UP = "UpDecoderBlock2D";
    private static final String UP_ATTENTION = "AttnUpDecoderBlock2D";

    public AutoencoderKlConfig {
        blockOutChannels = List.copyOf(blockOutChannels);
        attention = List.copyOf(attention);
        upAttention = List.copyOf(upAttention);
        int levels = blockOutChannels.size();
        if (levels == 0 || attention.size() != levels || upAttention.size() != levels) {
            throw new IllegalArgumentException(
                    OWNER
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
                        OWNER
                                + ": norm_num_groups is "
                                + normNumGroups
                                + ", which must divide every entry of block_out_channels "
                                + blockOutChannels);
            }
        }
        if (inChannels < 1 || outChannels < 1 || latentChannels < 1 || layersPerBlock < 1) {
            throw new IllegalArgumentException(
                    OWNER
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

    /** The shape that a run's configuration describes. */
    public static AutoencoderKlConfig of(AutoencoderConfig config) {
        if (config.quantize()) {
            throw new IllegalArgumentException(
                    "quantize is true, which asks for a VQ-VAE; this is the VAE (quantize: false)");
        }
        int levels = config.vaeChannelsPerBlock().size();
        return new AutoencoderKlConfig(
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
                Activation.SILU,
                config.postEncoderLatentProj(),
                config.preDecoderLatentProj(),
                config.imgSize(),
                1,
                0);
    }

    /**
     * Reads diffusers' {@code config.json}.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static AutoencoderKlConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(OWNER, map);
        boolean midAttention = reader.flag("mid_block_add_attention", true);
        AutoencoderKlConfig config =
                new AutoencoderKlConfig(
                        reader.integer("in_channels", 3),
                        reader.integer("out_channels", 3),
                        reader.integer("latent_channels", 4),
                        reader.integers("block_out_channels", List.of(64)),
                        attention(
                                "down_block_types",
                                reader.texts("down_block_types", List.of(DOWN)),
                                DOWN,
                                DOWN_ATTENTION),
                        attention(
                                "up_block_types",
                                reader.texts("up_block_types", List.of(UP)),
                                UP,
                                UP_ATTENTION),
                        reader.integer("layers_per_block", 1),
                        midAttention ? reader.integer("mid_block_attention_layers", 1) : 0,
                        reader.flag("attention_residual_connections", true),
                        reader.integer("norm_num_groups", 32),
                        Activation.of(reader.text("act_fn", "silu")),
                        reader.flag("use_quant_conv", true),
                        reader.flag("use_post_quant_conv", true),
                        reader.side("sample_size", 32),
                        reader.number("scaling_factor", 0.18215),
                        reader.number("shift_factor", 0));
        reader.ignore("force_upcast", "latents_mean", "latents_std");
        reader.finish();
        return config;
    }

    private static List<Boolean> attention(
            String key, List<String> types, String without, String with) {
        return types.stream()
                .map(
                        type -> {
                            if (!type.equals(without) && !type.equals(with)) {
                                throw new IllegalArgumentException(
                                        OWNER
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

    /** What diffusers' AutoencoderKL reads; the two keys that it lacks only where they differ. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", OWNER);
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
        map.put("use_quant_conv", useQuantConv);
        map.put("use_post_quant_conv", usePostQuantConv);
        map.put("sample_size", sampleSize);
        map.put("scaling_factor", scalingFactor);
        if (shiftFactor != 0) {
            map.put("shift_factor", shiftFactor);
        }
        return map;
    }

    /** The same with the factor that a latent cache measured. */
    public AutoencoderKlConfig withScalingFactor(double factor) {
        return new AutoencoderKlConfig(
                inChannels,
                outChannels,
                latentChannels,
                blockOutChannels,
                attention,
                upAttention,
                layersPerBlock,
                midLayers,
                attentionResidual,
                normNumGroups,
                activation,
                useQuantConv,
                usePostQuantConv,
                sampleSize,
                factor,
                shiftFactor);
    }

    /** Pixels of a side per latent pixel. */
    public int factor() {
        return 1 << (blockOutChannels.size() - 1);
    }
}
