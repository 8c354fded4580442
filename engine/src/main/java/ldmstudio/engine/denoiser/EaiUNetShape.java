package ldmstudio.engine.denoiser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.EaiUNetConfig;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The shape of an {@link EaiUNet}, with the keys of the reference's {@code ldm_params}.
 *
 * @param sampleSize side of the samples it was made for; 0: not said
 * @param imChannels channels of the samples
 * @param downChannels channels from the first convolution down to the middle
 * @param midChannels channels of the middle, from the last of the way down to its last but one
 * @param downSample whether each level halves the resolution
 * @param attnDown whether each level of the way down has self-attention; the way up always has
 * @param timeEmbDim width of the timestep's embedding, even
 * @param normChannels groups of every norm
 * @param convOutChannels channels before the last convolution
 * @param condition what it is told
 * @param timeCondProjDim width of the guidance scale's code in a distilled network; 0: it is not
 *     told
 */
public record EaiUNetShape(
        int sampleSize,
        int imChannels,
        List<Integer> downChannels,
        List<Integer> midChannels,
        List<Boolean> downSample,
        List<Boolean> attnDown,
        int timeEmbDim,
        int normChannels,
        int numHeads,
        int convOutChannels,
        int numDownLayers,
        int numMidLayers,
        int numUpLayers,
        EaiConditions condition,
        int timeCondProjDim) {
    /** The value of {@code _class_name}. */
    public static final String CLASS_NAME = "EaiUNet";

    public EaiUNetShape {
        GuidanceCode.check(timeCondProjDim);
        downChannels = List.copyOf(downChannels);
        midChannels = List.copyOf(midChannels);
        downSample = List.copyOf(downSample);
        attnDown = List.copyOf(attnDown);
        int levels = downChannels.size() - 1;
        require(levels >= 1, "down_channels is " + downChannels + ", needs at least two entries");
        require(imChannels >= 1, "im_channels is " + imChannels + ", needs at least 1");
        require(
                midChannels.size() >= 2
                        && midChannels.get(0).equals(downChannels.get(levels))
                        && midChannels
                                .get(midChannels.size() - 1)
                                .equals(downChannels.get(levels - 1)),
                "mid_channels is "
                        + midChannels
                        + ", must go from the last of down_channels ("
                        + downChannels.get(levels)
                        + ") to its last but one ("
                        + downChannels.get(levels - 1)
                        + ")");
        oneEach("down_sample", downSample, levels);
        oneEach("attn_down", attnDown, levels);
        require(
                timeEmbDim >= 2 && timeEmbDim % 2 == 0,
                "time_emb_dim is " + timeEmbDim + ", must be even");
        require(
                numDownLayers >= 1 && numMidLayers >= 1 && numUpLayers >= 1,
                "num_down_layers, num_mid_layers and num_up_layers must be at least 1");
    }

    private static void oneEach(String key, List<Boolean> flags, int levels) {
        require(
                flags.size() == levels,
                key
                        + " has "
                        + flags.size()
                        + " entries, needs "
                        + levels
                        + ": one less than down_channels");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Levels, each of which may halve the resolution. */
    public int levels() {
        return downSample.size();
    }

    /** Sides must be multiples of this. */
    public int factor() {
        return 1 << (int) downSample.stream().filter(halved -> halved).count();
    }

    /**
     * The shape that a run's configuration describes.
     *
     * @param channels of the samples
     * @param size side of the samples
     * @param told what it will be told; of a text it hears the tokens
     */
    public static EaiUNetShape of(
            EaiUNetConfig config, int channels, int size, ConditionNeeds told) {
        int mask = told.imageChannels();
        return new EaiUNetShape(
                size,
                channels,
                config.downChannels(),
                config.midChannels(),
                config.downSample(),
                config.attnDown(),
                config.timeEmbDim(),
                config.normChannels(),
                config.numHeads(),
                config.convOutChannels(),
                config.numDownLayers(),
                config.numMidLayers(),
                config.numUpLayers(),
                new EaiConditions(
                        Math.max(0, told.classes() - 1),
                        told.contextWidth(),
                        mask,
                        mask == 0 ? 0 : config.imageConditionOutputChannels()),
                0);
    }

    /**
     * Reads the reference's keys; those of the conditions lie in {@code condition_config}.
     *
     * @throws IllegalArgumentException naming a key that is missing or has another value
     */
    public static EaiUNetShape fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(CLASS_NAME, map);
        for (String key : List.of("down_channels", "mid_channels", "down_sample", "attn_down")) {
            require(map.get(key) instanceof List<?>, CLASS_NAME + ": " + key + " is missing");
        }
        List<Integer> down = reader.integers("down_channels", List.of());
        int levels = down.size() - 1;
        EaiUNetShape shape =
                new EaiUNetShape(
                        reader.integer("sample_size", 0),
                        reader.integer("im_channels", 4),
                        down,
                        reader.integers("mid_channels", List.of()),
                        reader.flagPerLevel("down_sample", levels, true),
                        reader.flagPerLevel("attn_down", levels, true),
                        reader.integer("time_emb_dim", 512),
                        reader.integer("norm_channels", 32),
                        reader.integer("num_heads", 16),
                        reader.integer("conv_out_channels", 128),
                        reader.integer("num_down_layers", 2),
                        reader.integer("num_mid_layers", 2),
                        reader.integer("num_up_layers", 2),
                        EaiConditions.fromConfig(map.get("condition_config")),
                        reader.integer(GuidanceCode.KEY, 0));
        reader.ignore("condition_config");
        reader.finish();
        return shape;
    }

    /** What {@link #fromMap} reads. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", CLASS_NAME);
        map.put("sample_size", sampleSize);
        map.put("im_channels", imChannels);
        map.put("down_channels", new ArrayList<>(downChannels));
        map.put("mid_channels", new ArrayList<>(midChannels));
        map.put("down_sample", new ArrayList<>(downSample));
        map.put("attn_down", new ArrayList<>(attnDown));
        map.put("time_emb_dim", timeEmbDim);
        map.put("norm_channels", normChannels);
        map.put("num_heads", numHeads);
        map.put("conv_out_channels", convOutChannels);
        map.put("num_down_layers", numDownLayers);
        map.put("num_mid_layers", numMidLayers);
        map.put("num_up_layers", numUpLayers);
        if (!condition.equals(EaiConditions.NONE)) {
            map.put("condition_config", condition.toConfig());
        }
        if (timeCondProjDim > 0) {
            map.put(GuidanceCode.KEY, timeCondProjDim);
        }
        return map;
    }
}
