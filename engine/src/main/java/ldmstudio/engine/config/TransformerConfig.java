package ldmstudio.engine.config;

/**
 * {@code type: transformer}: the transformer of patches that is told a pooled text embedding (TLD),
 * with the keys of the reference.
 */
@Word("transformer")
public record TransformerConfig(
        @Field(
                        label = "Picture size",
                        unit = "px",
                        help = "Only without an autoencoder; 0: the autoencoder's.",
                        min = 0,
                        max = 4096)
                int imgSize,
        @Field(
                        label = "Input channels",
                        help = "Only without an autoencoder; 0: the autoencoder's.",
                        min = 0,
                        max = 64)
                int inChannels,
        @Field(
                        label = "Patch size",
                        help = "Side of the squares of the latent that become tokens.",
                        min = 1,
                        max = 64)
                int patchSize,
        @Field(
                        label = "Width",
                        help = "Width of a token, a multiple of 64: one attention head each.",
                        min = 64,
                        max = 8192)
                int embedDim,
        @Field(label = "Layers", help = "Number of decoder blocks.", min = 1, max = 128)
                int nLayers,
        @Field(
                        label = "MLP multiplier",
                        help = "Width inside the feed-forward layers, in widths of a token.",
                        min = 1,
                        max = 16)
                int mlpMultiplier,
        @Field(
                        label = "Noise code",
                        help = "Width of the sines and cosines of the noise level; even.",
                        min = 4,
                        max = 4096,
                        advanced = true)
                int noiseEmbedDims,
        @Field(
                        label = "Dropout",
                        help =
                                "Dropout of the attention weights and behind the feed-forward layers.",
                        min = 0,
                        max = 0.9,
                        advanced = true)
                double dropout,
        @Field(
                        label = "Resize positions",
                        oneOf = {"bicubic", "bilinear", "nearest"},
                        help =
                                "How the positions of init_from's weights are brought to another picture size.",
                        advanced = true)
                String positionResize)
        implements DenoiserConfig {
    public TransformerConfig {
        FieldChecks.require(
                TransformerConfig.class,
                imgSize,
                inChannels,
                patchSize,
                embedDim,
                nLayers,
                mlpMultiplier,
                noiseEmbedDims,
                dropout,
                positionResize);
    }

    /** The reference's, as small as its own default. */
    public static TransformerConfig defaults() {
        return new TransformerConfig(0, 0, 2, 128, 3, 4, 256, 0, "bicubic");
    }
}
