package ldmstudio.engine.denoiser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.UNetConfig;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.ModelConfigReader;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a {@link UNet2d}; {@link #toMap} is the {@code config.json} of diffusers'
 * UNet2DModel.
 *
 * @param attentionHeadDim channels of one head; null: one head as wide as the level
 * @param hasMid whether there is a middle
 * @param midAttention whether the middle has self-attention
 * @param attnNormNumGroups groups of the middle's attention norm; null: {@code normNumGroups}, or
 *     no norm with scale and shift
 * @param residualDownsample whether attention levels halve the resolution with a residual block
 * @param residualUpsample whether attention levels double it with one
 * @param numTrainTimesteps entries of a learned timestep table
 */
public record UNet2dConfig(
        UNetFrame frame,
        @Nullable Integer attentionHeadDim,
        boolean hasMid,
        boolean midAttention,
        @Nullable Integer attnNormNumGroups,
        boolean residualDownsample,
        boolean residualUpsample,
        @Nullable Integer numTrainTimesteps) {
    private static final String OWNER = "UNet2DModel";

    public UNet2dConfig {
        if (attentionHeadDim != null) {
            for (int i = 0; i < frame.levels(); i++) {
                int channels = frame.blockOutChannels().get(i);
                boolean attends =
                        frame.down().get(i) == LevelType.ATTENTION
                                || frame.up().get(frame.levels() - 1 - i) == LevelType.ATTENTION
                                || (i == frame.levels() - 1 && hasMid && midAttention);
                if (attends && (attentionHeadDim < 1 || attentionHeadDim > channels)) {
                    throw new IllegalArgumentException(
                            "attention_head_dim is "
                                    + attentionHeadDim
                                    + ", but a level with attention has only "
                                    + channels
                                    + " channels: choose at most that many");
                }
            }
        }
        if (frame.timeCoding() == TimeCoding.LEARNED && numTrainTimesteps == null) {
            throw new IllegalArgumentException(
                    "time_embedding_type is learned, which needs num_train_timesteps");
        }
    }

    /**
     * The shape that a run's configuration describes.
     *
     * @param channels of the sample
     * @param size side of the sample
     * @param needs labels, and channels beside the sample
     */
    public static UNet2dConfig of(UNetConfig config, int channels, int size, ConditionNeeds needs) {
        List<LevelType> down =
                config.unetAttention().stream()
                        .map(a -> a ? LevelType.ATTENTION : LevelType.PLAIN)
                        .toList();
        List<LevelType> up = new ArrayList<>(down);
        Collections.reverse(up);
        return new UNet2dConfig(
                frame(config, channels, size, down, up, needs),
                config.attentionHeadDim(),
                true,
                // No attention anywhere means none in the middle either.
                config.unetAttention().contains(true),
                null,
                false,
                false,
                null);
    }

    static UNetFrame frame(
            UNetConfig config,
            int channels,
            int size,
            List<LevelType> down,
            List<LevelType> up,
            ConditionNeeds needs) {
        int levels = config.unetChannelsPerBlock().size();
        if (down.size() != levels) {
            throw new IllegalArgumentException(
                    "unet_attention has "
                            + down.size()
                            + " entries and unet_channels_per_block "
                            + levels
                            + ": give one for each level");
        }
        boolean byClass = needs.classes() > 0;
        return new UNetFrame(
                size,
                channels + needs.imageChannels(),
                channels,
                false,
                TimeCoding.POSITIONAL,
                null,
                0,
                true,
                down,
                up,
                config.unetChannelsPerBlock(),
                Collections.nCopies(levels, config.unetResidualLayersPerBlock()),
                1,
                1,
                config.dropout(),
                Activation.SILU,
                config.normNumGroups(),
                1e-5,
                false,
                byClass ? ClassCoding.TABLE : ClassCoding.NONE,
                byClass ? needs.classes() : null,
                null);
    }

    /**
     * Reads diffusers' {@code config.json}.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static UNet2dConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(OWNER, map);
        UNetFrame frame =
                UNetFrame.read(
                        reader,
                        false,
                        List.of(
                                "DownBlock2D",
                                "AttnDownBlock2D",
                                "AttnDownBlock2D",
                                "AttnDownBlock2D"),
                        List.of("AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
                        List.of(224, 448, 672, 896));
        String mid = reader.optionalText("mid_block_type", "UNetMidBlock2D");
        if (mid != null && !mid.equals("UNetMidBlock2D")) {
            throw new IllegalArgumentException(
                    "mid_block_type is " + mid + ", supported are UNetMidBlock2D and null");
        }
        UNet2dConfig config =
                new UNet2dConfig(
                        frame,
                        reader.optionalInteger("attention_head_dim", 8),
                        mid != null,
                        reader.flag("add_attention", true),
                        reader.optionalInteger("attn_norm_num_groups", null),
                        residual(reader, "downsample_type"),
                        residual(reader, "upsample_type"),
                        reader.optionalInteger("num_train_timesteps", null));
        reader.finish();
        return config;
    }

    private static boolean residual(ModelConfigReader reader, String key) {
        String word = reader.text(key, "conv");
        if (!word.equals("conv") && !word.equals("resnet")) {
            throw new IllegalArgumentException(
                    key + " is '" + word + "', supported are conv and resnet");
        }
        return word.equals("resnet");
    }

    /** What diffusers' UNet2DModel reads. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", OWNER);
        frame.write(map);
        map.put("attention_head_dim", attentionHeadDim);
        map.put("mid_block_type", hasMid ? "UNetMidBlock2D" : null);
        map.put("add_attention", midAttention);
        if (attnNormNumGroups != null) {
            map.put("attn_norm_num_groups", attnNormNumGroups);
        }
        map.put("downsample_type", residualDownsample ? "resnet" : "conv");
        map.put("upsample_type", residualUpsample ? "resnet" : "conv");
        if (numTrainTimesteps != null) {
            map.put("num_train_timesteps", numTrainTimesteps);
        }
        return map;
    }
}
