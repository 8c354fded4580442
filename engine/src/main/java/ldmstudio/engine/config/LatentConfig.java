package ldmstudio.engine.config;

/** How the latents of a run are kept and scaled. */
public record LatentConfig(
        @Field(
                        label = "Kept as",
                        oneOf = {"float32", "uint8"},
                        help =
                                "float32 keeps mean and variance of every latent, uint8 one sample in a byte a number (clipped at 20): an eighth of the disk.")
                String latentDtype,
        @Field(
                        label = "Scaling factor",
                        help =
                                "Latents are multiplied by it before diffusion; 0: 1 / their standard deviation, measured.",
                        min = 0,
                        max = 1000,
                        advanced = true)
                double scalingFactor) {
    public LatentConfig {
        FieldChecks.require(LatentConfig.class, latentDtype, scalingFactor);
    }

    /** Everything that the autoencoder says, and the factor as it is measured. */
    public static LatentConfig defaults() {
        return new LatentConfig("float32", 0);
    }
}
