package ldmstudio.engine.config;

/**
 * The image tower of {@code stage: text_encoder}: a small vision transformer that is needed for the
 * training only.
 */
public record ImageTowerConfig(
        @Field(
                        label = "Picture size",
                        unit = "px",
                        help = "Side of the square pictures that are compared with the captions.",
                        min = 8,
                        max = 1024)
                int imgSize,
        @Field(label = "Channels", help = "1 (grey) or 3 (colour).", min = 1, max = 3)
                int inChannels,
        @Field(
                        label = "Patch size",
                        unit = "px",
                        help = "Side of a patch; a divisor of the picture's size.",
                        min = 1,
                        max = 256)
                int patchSize,
        @Field(
                        label = "Image width",
                        help = "Channels of a patch; a multiple of 32.",
                        min = 32,
                        max = 4096)
                int imageWidth,
        @Field(label = "Image layers", help = "Transformer layers.", min = 1, max = 48)
                int imageLayers) {
    public ImageTowerConfig {
        FieldChecks.require(
                ImageTowerConfig.class, imgSize, inChannels, patchSize, imageWidth, imageLayers);
    }

    public static ImageTowerConfig defaults() {
        return new ImageTowerConfig(32, 3, 4, 128, 3);
    }
}
