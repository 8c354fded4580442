package ldmstudio.engine.autoencoder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.nn.ModelConfigReader;

/**
 * The shape of an {@link EaiAutoencoder}, with the keys of the reference's {@code
 * autoencoder_params}.
 *
 * @param className {@link #VARIATIONAL} or {@link #QUANTIZING}
 * @param codebookSize codes; of no meaning where it is variational
 * @param downChannels channels before, between and after the levels
 * @param midChannels channels before, between and after the blocks in the middle
 * @param downSample for each level whether it halves the picture
 * @param attention for each level whether it has self-attention
 */
public record EaiConfig(
        String className,
        int imChannels,
        int zChannels,
        int codebookSize,
        List<Integer> downChannels,
        List<Integer> midChannels,
        List<Boolean> downSample,
        List<Boolean> attention,
        int normChannels,
        int numHeads,
        int downLayers,
        int midLayers,
        int upLayers,
        int sampleSize,
        double scalingFactor)
        implements AutoencoderSizes {
    /** {@code VAE} of the reference. */
    static final String VARIATIONAL = "EaiVae";

    /** {@code VQVAE} of the reference. */
    static final String QUANTIZING = "EaiVqVae";

    public EaiConfig {
        downChannels = List.copyOf(downChannels);
        midChannels = List.copyOf(midChannels);
        downSample = List.copyOf(downSample);
        attention = List.copyOf(attention);
        int levels = downChannels.size() - 1;
        require(
                className,
                levels >= 1 && downSample.size() == levels && attention.size() == levels,
                "down_channels "
                        + downChannels
                        + " must have one entry more than down_sample "
                        + downSample
                        + " and attn_down "
                        + attention);
        int bottom = downChannels.get(levels);
        require(
                className,
                midChannels.size() >= 2
                        && midChannels.get(0) == bottom
                        && midChannels.get(midChannels.size() - 1) == bottom,
                "mid_channels "
                        + midChannels
                        + " must have at least two entries, the first and the last that of"
                        + " down_channels, "
                        + bottom);
        require(
                className,
                imChannels >= 1
                        && zChannels >= 1
                        && codebookSize >= 1
                        && downLayers >= 1
                        && midLayers >= 1
                        && upLayers >= 1,
                "im_channels, z_channels, codebook_size and the numbers of layers must be at least"
                        + " 1");
        divides(className, "norm_channels", normChannels, downChannels);
        divides(className, "norm_channels", normChannels, midChannels);
        divides(className, "num_heads", numHeads, midChannels);
    }

    private static void divides(String owner, String key, int value, List<Integer> channels) {
        require(
                owner,
                value >= 1 && channels.stream().allMatch(c -> c >= 1 && c % value == 0),
                key + " is " + value + ", which must divide every one of the channels " + channels);
    }

    private static void require(String owner, boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(owner + ": " + otherwise);
        }
    }

    /** The shape that a run's configuration describes. */
    public static EaiConfig of(AutoencoderConfig config) {
        List<Integer> down = config.vaeChannelsPerBlock();
        int levels = down.size() - 1;
        int bottom = down.get(levels);
        return new EaiConfig(
                config.quantize() ? QUANTIZING : VARIATIONAL,
                config.inChannels(),
                config.latentChannels(),
                config.codebookSize(),
                down,
                List.of(bottom, bottom),
                config.downSample().isEmpty()
                        ? Collections.nCopies(levels, true)
                        : config.downSample(),
                config.attnDown().isEmpty()
                        ? Collections.nCopies(levels, false)
                        : config.attnDown(),
                config.normNumGroups(),
                config.attentionHeads(),
                config.residualLayersPerBlock(),
                config.attentionLayers(),
                config.residualLayersPerBlock(),
                config.imgSize(),
                1);
    }

    /**
     * Reads a {@code config.json}: the reference's keys, with {@code im_channels}, {@code
     * sample_size} and {@code scaling_factor} beside them.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static EaiConfig fromMap(Map<String, ?> map) {
        Object given = map.get("_class_name");
        String name = given == null ? QUANTIZING : given.toString();
        ModelConfigReader reader = new ModelConfigReader(name, map);
        List<Integer> down = reader.integers("down_channels", List.of(64, 128, 256, 256));
        int levels = down.size() - 1;
        EaiConfig config =
                new EaiConfig(
                        name,
                        reader.integer("im_channels", 3),
                        reader.integer("z_channels", 4),
                        reader.integer("codebook_size", 8192),
                        down,
                        reader.integers("mid_channels", List.of(256, 256)),
                        reader.flagPerLevel("down_sample", levels, true),
                        reader.flagPerLevel("attn_down", levels, false),
                        reader.integer("norm_channels", 32),
                        reader.integer("num_heads", 4),
                        reader.integer("num_down_layers", 2),
                        reader.integer("num_mid_layers", 2),
                        reader.integer("num_up_layers", 2),
                        reader.side("sample_size", 256),
                        reader.number("scaling_factor", 1));
        reader.finish();
        return config;
    }

    /** What {@link #fromMap} reads. */
    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", className);
        map.put("im_channels", imChannels);
        map.put("z_channels", zChannels);
        if (quantizing()) {
            map.put("codebook_size", codebookSize);
        }
        map.put("down_channels", downChannels);
        map.put("mid_channels", midChannels);
        map.put("down_sample", downSample);
        map.put("attn_down", attention);
        map.put("norm_channels", normChannels);
        map.put("num_heads", numHeads);
        map.put("num_down_layers", downLayers);
        map.put("num_mid_layers", midLayers);
        map.put("num_up_layers", upLayers);
        map.put("sample_size", sampleSize);
        map.put("scaling_factor", scalingFactor);
        return map;
    }

    boolean quantizing() {
        return className.equals(QUANTIZING);
    }

    @Override
    public int inChannels() {
        return imChannels;
    }

    @Override
    public int outChannels() {
        return imChannels;
    }

    @Override
    public int latentChannels() {
        return zChannels;
    }

    @Override
    public int factor() {
        return 1 << downSample.stream().filter(halved -> halved).count();
    }
}
