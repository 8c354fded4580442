package ldmstudio.engine.config;

/**
 * {@code type: dit}: the transformer of patches whose norms are modulated by timestep and class,
 * with the keys of the reference.
 */
@Word("dit")
public record DiTConfig(
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
                        help = "Width of a token; a multiple of 4 and of the heads.",
                        min = 4,
                        max = 8192)
                int hiddenSize,
        @Field(label = "Depth", help = "Number of blocks.", min = 1, max = 128) int depth,
        @Field(label = "Heads", help = "Attention heads of a block.", min = 1, max = 128)
                int numHeads,
        @Field(
                        label = "MLP ratio",
                        help = "Width inside the feed-forward layers, in widths of a token.",
                        min = 0.25,
                        max = 16)
                double mlpRatio,
        @Field(
                        label = "Variance channels",
                        help =
                                "Room for a learned variance, which is neither trained nor used here.",
                        advanced = true)
                boolean learnSigma)
        implements DenoiserConfig {
    public DiTConfig {
        FieldChecks.require(
                DiTConfig.class,
                imgSize,
                inChannels,
                patchSize,
                hiddenSize,
                depth,
                numHeads,
                mlpRatio,
                learnSigma);
    }

    /** DiT-S/2. */
    public static DiTConfig defaults() {
        return new DiTConfig(0, 0, 2, 384, 12, 6, 4, false);
    }
}
