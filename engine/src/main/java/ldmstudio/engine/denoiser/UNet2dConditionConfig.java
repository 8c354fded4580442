package ldmstudio.engine.denoiser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ldmstudio.engine.config.UNetConfig;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.ModelConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a {@link UNet2dCondition}; {@link #toMap} is the {@code config.json} of diffusers'
 * UNet2DConditionModel.
 *
 * @param heads the reference's {@code attention_head_dim}, which here is the NUMBER of heads of the
 *     transformers, one a level from the largest resolution
 * @param crossAttentionDim width of the context, one a level
 * @param transformerLayers transformer blocks of each transformer, one a level
 * @param upTransformerLayers the same on the way up, from the smallest resolution
 * @param onlyCrossAttention whether a level's transformers look only at the context
 * @param encoderHidDim width of a context that is projected first; null: it is not
 */
public record UNet2dConditionConfig(
        UNetFrame frame,
        List<Integer> heads,
        List<Integer> crossAttentionDim,
        List<Integer> transformerLayers,
        List<Integer> upTransformerLayers,
        List<Boolean> onlyCrossAttention,
        boolean useLinearProjection,
        Mid mid,
        boolean resnetSkipTimeAct,
        double resnetOutScaleFactor,
        @Nullable Activation timeEmbeddingActivation,
        @Nullable Activation timestepPostActivation,
        boolean classEmbeddingsConcat,
        @Nullable Integer projectionClassEmbeddingsInputDim,
        @Nullable Integer encoderHidDim,
        int convInKernel,
        int convOutKernel) {
    private static final String OWNER = "UNet2DConditionModel";

    /** The middle of the network. */
    public enum Mid {
        /** Two residual blocks with a transformer between. */
        CROSS_ATTENTION("UNetMidBlock2DCrossAttn"),
        /** One residual block. */
        RESIDUAL("UNetMidBlock2D"),
        NONE(null);

        private final @Nullable String word;

        Mid(@Nullable String word) {
            this.word = word;
        }

        static Mid of(@Nullable String word) {
            for (Mid mid : values()) {
                if (Objects.equals(mid.word, word)) {
                    return mid;
                }
            }
            throw new IllegalArgumentException(
                    "mid_block_type is "
                            + word
                            + ", supported are UNetMidBlock2DCrossAttn, UNetMidBlock2D and null");
        }
    }

    public UNet2dConditionConfig {
        heads = List.copyOf(heads);
        crossAttentionDim = List.copyOf(crossAttentionDim);
        transformerLayers = List.copyOf(transformerLayers);
        upTransformerLayers = List.copyOf(upTransformerLayers);
        onlyCrossAttention = List.copyOf(onlyCrossAttention);
        boolean projected =
                frame.classCoding() == ClassCoding.PROJECTION
                        || frame.classCoding() == ClassCoding.SIMPLE_PROJECTION;
        if (projected && projectionClassEmbeddingsInputDim == null) {
            throw new IllegalArgumentException(
                    "class_embed_type is "
                            + frame.classCoding().word()
                            + ", which needs projection_class_embeddings_input_dim");
        }
    }

    /**
     * The shape that a run's configuration describes: attention levels become cross-attention
     * levels.
     *
     * @param channels of the sample
     * @param size side of the sample
     * @param needs width of the context, labels and channels beside the sample
     */
    public static UNet2dConditionConfig of(
            UNetConfig config, int channels, int size, ConditionNeeds needs) {
        int levels = config.unetChannelsPerBlock().size();
        List<LevelType> down =
                config.unetAttention().stream()
                        .map(a -> a ? LevelType.CROSS_ATTENTION : LevelType.PLAIN)
                        .toList();
        List<LevelType> up = new ArrayList<>(down);
        Collections.reverse(up);
        return new UNet2dConditionConfig(
                UNet2dConfig.frame(config, channels, size, down, up, needs),
                config.unetChannelsPerBlock().stream()
                        .map(width -> Math.max(1, width / config.attentionHeadDim()))
                        .toList(),
                Collections.nCopies(levels, needs.contextWidth()),
                Collections.nCopies(levels, 1),
                Collections.nCopies(levels, 1),
                Collections.nCopies(levels, false),
                true,
                Mid.CROSS_ATTENTION,
                false,
                1,
                null,
                null,
                false,
                null,
                null,
                3,
                3);
    }

    /**
     * Reads diffusers' {@code config.json}.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static UNet2dConditionConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(OWNER, map);
        UNetFrame frame =
                UNetFrame.read(
                        reader,
                        true,
                        List.of(
                                "CrossAttnDownBlock2D",
                                "CrossAttnDownBlock2D",
                                "CrossAttnDownBlock2D",
                                "DownBlock2D"),
                        List.of(
                                "UpBlock2D",
                                "CrossAttnUpBlock2D",
                                "CrossAttnUpBlock2D",
                                "CrossAttnUpBlock2D"),
                        List.of(320, 640, 1280, 1280));
        int levels = frame.levels();
        List<Integer> layers = reader.perLevel("transformer_layers_per_block", levels, 1);
        List<Integer> upLayers = new ArrayList<>(layers);
        Collections.reverse(upLayers);
        if (map.get("reverse_transformer_layers_per_block") != null) {
            upLayers = reader.perLevel("reverse_transformer_layers_per_block", levels, 1);
        }
        UNet2dConditionConfig config =
                new UNet2dConditionConfig(
                        frame,
                        reader.perLevel("attention_head_dim", levels, 8),
                        reader.perLevel("cross_attention_dim", levels, 1280),
                        layers,
                        upLayers,
                        reader.flagPerLevel("only_cross_attention", levels, false),
                        reader.flag("use_linear_projection", false),
                        Mid.of(reader.optionalText("mid_block_type", "UNetMidBlock2DCrossAttn")),
                        reader.flag("resnet_skip_time_act", false),
                        reader.number("resnet_out_scale_factor", 1),
                        activation(reader, "time_embedding_act_fn"),
                        activation(reader, "timestep_post_act"),
                        reader.flag("class_embeddings_concat", false),
                        reader.optionalInteger("projection_class_embeddings_input_dim", null),
                        reader.optionalInteger("encoder_hid_dim", null),
                        reader.integer("conv_in_kernel", 3),
                        reader.integer("conv_out_kernel", 3));
        reader.only("encoder_hid_dim_type", "text_proj");
        reader.only("attention_type", "default");
        // In fp32 the upcast changes nothing; the other two belong to parts that are refused.
        reader.ignore(
                "upcast_attention",
                "mid_block_only_cross_attention",
                "addition_embed_type_num_heads");
        reader.finish();
        return config;
    }

    private static @Nullable Activation activation(ModelConfigReader reader, String key) {
        String word = reader.optionalText(key, null);
        return word == null ? null : Activation.of(word);
    }

    /** What diffusers' UNet2DConditionModel reads. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", OWNER);
        frame.write(map);
        map.put("attention_head_dim", heads);
        map.put("cross_attention_dim", crossAttentionDim);
        map.put("transformer_layers_per_block", transformerLayers);
        List<Integer> reversed = new ArrayList<>(transformerLayers);
        Collections.reverse(reversed);
        if (!reversed.equals(upTransformerLayers)) {
            map.put("reverse_transformer_layers_per_block", upTransformerLayers);
        }
        map.put("only_cross_attention", onlyCrossAttention);
        map.put("use_linear_projection", useLinearProjection);
        map.put("mid_block_type", mid.word);
        map.put("resnet_skip_time_act", resnetSkipTimeAct);
        map.put("resnet_out_scale_factor", resnetOutScaleFactor);
        putIfGiven(map, "time_embedding_act_fn", word(timeEmbeddingActivation));
        putIfGiven(map, "timestep_post_act", word(timestepPostActivation));
        map.put("class_embeddings_concat", classEmbeddingsConcat);
        putIfGiven(map, "projection_class_embeddings_input_dim", projectionClassEmbeddingsInputDim);
        putIfGiven(map, "encoder_hid_dim", encoderHidDim);
        map.put("conv_in_kernel", convInKernel);
        map.put("conv_out_kernel", convOutKernel);
        return map;
    }

    private static @Nullable String word(@Nullable Activation activation) {
        return activation == null ? null : activation.word();
    }

    private static void putIfGiven(Map<String, Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
