package ldmstudio.engine.config;

/** What must fit together before a text encoder is trained beside an image tower. */
final class TextStageRules {
    private static final int HEAD = 32;

    private TextStageRules() {}

    static void check(TextStageConfig config, CrossFieldRules rules) {
        int textWidth = config.textEncoder().textWidth();
        rules.unless(
                textWidth % HEAD == 0,
                "text_encoder.text_width",
                textWidth,
                "cannot be shared by heads of 32 channels",
                "a multiple of 32");
        ImageTowerConfig image = config.imageEncoder();
        rules.unless(
                image.imageWidth() % HEAD == 0,
                "image_encoder.image_width",
                image.imageWidth(),
                "cannot be shared by heads of 32 channels",
                "a multiple of 32");
        rules.unless(
                image.inChannels() != 2,
                "image_encoder.in_channels",
                image.inChannels(),
                "pictures are grey or colour",
                "1 (grey) or 3 (colour)");
        rules.unless(
                image.imgSize() % image.patchSize() == 0,
                "image_encoder.patch_size",
                image.patchSize(),
                "does not divide a picture of " + image.imgSize() + " px",
                "a divisor of " + image.imgSize(),
                "image_encoder.img_size");
        rules.unless(
                config.training().batchSize() > 1,
                "training.batch_size",
                config.training().batchSize(),
                "a caption is told from the others of its batch",
                "at least 2");
    }
}
