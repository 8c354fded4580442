package ldmstudio.engine.denoiser;

import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.config.TransformerConfig;
import ldmstudio.engine.nn.DecoderBlock;
import ldmstudio.engine.nn.ModelConfigReader;
import ldmstudio.engine.nn.StateSource;

/**
 * The shape of a {@link TransformerDenoiser}, with the reference's keys.
 *
 * @param imageSize side of the latents
 * @param noiseEmbedDims width of the noise level's code
 * @param patchSize side of the squares that become tokens
 * @param embedDim width of a token; a head of the attention has 64 channels
 * @param nLayers number of decoder blocks
 * @param textEmbSize width of the label, a pooled text embedding
 * @param nChannels channels of the latents
 * @param inChannels channels of the input: those of the latents, then those of {@link
 *     Conditioning#image}; the reference's outpainting model has 8
 * @param mlpMultiplier width inside the feed-forward layers, in widths of a token
 * @param timeCondProjDim width of the guidance scale's code in a distilled network; 0: it is not
 *     told
 */
public record TransformerDenoiserConfig(
        int imageSize,
        int noiseEmbedDims,
        int patchSize,
        int embedDim,
        double dropout,
        int nLayers,
        int textEmbSize,
        int nChannels,
        int inChannels,
        int mlpMultiplier,
        int timeCondProjDim) {
    static final String OWNER = "TransformerDenoiser";

    public TransformerDenoiserConfig {
        positive("patch_size", patchSize);
        positive("image_size", imageSize);
        positive("n_layers", nLayers);
        positive("text_emb_size", textEmbSize);
        positive("n_channels", nChannels);
        positive("mlp_multiplier", mlpMultiplier);
        GuidanceCode.check(timeCondProjDim);
        if (imageSize % patchSize != 0) {
            throw new IllegalArgumentException(
                    "image_size is "
                            + imageSize
                            + ", which is no multiple of patch_size "
                            + patchSize);
        }
        int heads = DecoderBlock.heads(embedDim);
        if (heads < 1 || embedDim % heads != 0) {
            throw new IllegalArgumentException(
                    "embed_dim is "
                            + embedDim
                            + ", must be at least 64 and divisible by its "
                            + heads
                            + " attention heads (one for every 64 channels)");
        }
        if (noiseEmbedDims < 4 || noiseEmbedDims % 2 != 0) {
            throw new IllegalArgumentException(
                    "noise_embed_dims is " + noiseEmbedDims + ", must be even and at least 4");
        }
        if (inChannels < nChannels) {
            throw new IllegalArgumentException(
                    "in_channels is "
                            + inChannels
                            + ", must be at least the "
                            + nChannels
                            + " of n_channels");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is " + dropout + ", must be in [0, 1)");
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " is " + value + ", must be at least 1");
        }
    }

    /**
     * The shape that a run's configuration describes.
     *
     * @param told a pooled text embedding, or nothing; and channels of an image
     * @throws IllegalArgumentException when it would be told classes
     */
    static TransformerDenoiserConfig of(
            TransformerConfig config, int channels, int size, ConditionNeeds told) {
        if (told.classes() > 0) {
            throw new IllegalArgumentException(
                    "A denoiser of type transformer hears no classes; use type dit or unet for"
                            + " them, or condition.type: text");
        }
        return new TransformerDenoiserConfig(
                size,
                config.noiseEmbedDims(),
                config.patchSize(),
                config.embedDim(),
                config.dropout(),
                config.nLayers(),
                Math.max(1, told.pooledWidth()),
                channels,
                channels + told.imageChannels(),
                config.mlpMultiplier(),
                0);
    }

    /**
     * The shape of the network whose weights these are; the reference's files do not say it.
     *
     * @param weights with the reference's own names
     */
    public static TransformerDenoiserConfig inferred(StateSource weights) {
        long[] label = weights.shape("label_proj.weight");
        long[] patches = weights.shape("denoiser_trans_block.patchify_and_embed.0.weight");
        long[] hidden = weights.shape("denoiser_trans_block.decoder_blocks.0.mlp.mlp.0.weight");
        long tokens = weights.shape("denoiser_trans_block.pos_embed.weight")[0];
        String guidance = "fourier_feats." + GuidanceCode.NAME + ".weight";
        int layers = 0;
        while (weights.names()
                .contains("denoiser_trans_block.decoder_blocks." + layers + ".norm1.weight")) {
            layers++;
        }
        return new TransformerDenoiserConfig(
                Math.toIntExact(Math.round(Math.sqrt(tokens)) * patches[2]),
                Math.toIntExact(2 * weights.shape("fourier_feats.0.angular_speeds")[0]),
                Math.toIntExact(patches[2]),
                Math.toIntExact(label[0]),
                0,
                layers,
                Math.toIntExact(label[1]),
                Math.toIntExact(patches[0] / (patches[2] * patches[3])),
                Math.toIntExact(patches[1]),
                Math.toIntExact(hidden[0] / label[0]),
                weights.names().contains(guidance)
                        ? Math.toIntExact(weights.shape(guidance)[1])
                        : 0);
    }

    /** Tokens along a side. */
    public int grid() {
        return imageSize / patchSize;
    }

    /** Numbers in a patch of the latents. */
    int patchDim() {
        return nChannels * patchSize * patchSize;
    }

    /** Channels that come beside the noisy latents. */
    public int imageChannels() {
        return inChannels - nChannels;
    }

    /** The same network for latents of another side. */
    public TransformerDenoiserConfig withImageSize(int side) {
        return new TransformerDenoiserConfig(
                side,
                noiseEmbedDims,
                patchSize,
                embedDim,
                dropout,
                nLayers,
                textEmbSize,
                nChannels,
                inChannels,
                mlpMultiplier,
                timeCondProjDim);
    }

    /** The same network with more channels in; 8 for outpainting. */
    public TransformerDenoiserConfig withInputChannels(int channels) {
        return new TransformerDenoiserConfig(
                imageSize,
                noiseEmbedDims,
                patchSize,
                embedDim,
                dropout,
                nLayers,
                textEmbSize,
                nChannels,
                channels,
                mlpMultiplier,
                timeCondProjDim);
    }

    /**
     * Reads a {@code config.json}; what is absent has the reference's default.
     *
     * @throws IllegalArgumentException naming a key whose value is not supported
     */
    public static TransformerDenoiserConfig fromMap(Map<String, ?> map) {
        ModelConfigReader reader = new ModelConfigReader(OWNER, map);
        int channels = reader.integer("n_channels", 4);
        TransformerDenoiserConfig config =
                new TransformerDenoiserConfig(
                        reader.integer("image_size", 16),
                        reader.integer("noise_embed_dims", 256),
                        reader.integer("patch_size", 2),
                        reader.integer("embed_dim", 128),
                        reader.number("dropout", 0),
                        reader.integer("n_layers", 3),
                        reader.integer("text_emb_size", 768),
                        channels,
                        reader.integer("in_channels", channels),
                        reader.integer("mlp_multiplier", 4),
                        reader.integer(GuidanceCode.KEY, 0));
        reader.finish();
        return config;
    }

    /** What {@link #fromMap} reads; without {@code in_channels} also the reference's arguments. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("_class_name", OWNER);
        map.put("image_size", imageSize);
        map.put("noise_embed_dims", noiseEmbedDims);
        map.put("patch_size", patchSize);
        map.put("embed_dim", embedDim);
        map.put("dropout", dropout);
        map.put("n_layers", nLayers);
        map.put("text_emb_size", textEmbSize);
        map.put("n_channels", nChannels);
        if (inChannels != nChannels) {
            map.put("in_channels", inChannels);
        }
        map.put("mlp_multiplier", mlpMultiplier);
        if (timeCondProjDim > 0) {
            map.put(GuidanceCode.KEY, timeCondProjDim);
        }
        return map;
    }
}
