package ldmstudio.engine.config;

/** The losses of stage 1 that need no discriminator. */
public record ReconstructionConfig(
        @Field(
                        label = "Reconstruction",
                        oneOf = {"l1", "mse"},
                        help = "Distance between input and reconstruction.")
                String reconstructionLoss,
        @Field(
                        label = "KL weight",
                        help =
                                "Weight of the KL divergence, summed over a picture's latent elements and averaged over pictures.",
                        min = 0,
                        max = 10)
                double klWeight,
        @Field(
                        label = "Perceptual weight",
                        help = "Weight of LPIPS; used only when VGG16 weights are given.",
                        min = 0,
                        max = 100)
                double perceptualWeight,
        @Field(
                        label = "VGG16 weights",
                        pick = Field.Pick.FILE,
                        help = "torchvision's vgg16 file (.pth or .safetensors); empty: no LPIPS.")
                String vgg16Weights,
        @Field(
                        label = "LPIPS weights",
                        pick = Field.Pick.FILE,
                        help =
                                "Linear weights of LPIPS (lpips' vgg.pth or .safetensors); empty: all ones.")
                String lpipsWeights) {
    public ReconstructionConfig {
        FieldChecks.require(
                ReconstructionConfig.class,
                reconstructionLoss,
                klWeight,
                perceptualWeight,
                vgg16Weights,
                lpipsWeights);
    }

    public static ReconstructionConfig defaults() {
        return new ReconstructionConfig("l1", 1e-6, 1.0, "", "");
    }
}
