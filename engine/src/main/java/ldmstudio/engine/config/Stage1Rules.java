package ldmstudio.engine.config;

/** What must fit together before an autoencoder is trained. */
final class Stage1Rules {
    private final CrossFieldRules rules;

    private Stage1Rules(CrossFieldRules rules) {
        this.rules = rules;
    }

    static void check(Stage1Config config, CrossFieldRules rules) {
        Stage1Rules checks = new Stage1Rules(rules);
        checks.autoencoder(config.autoencoder());
        checks.perceptual(config);
        checks.discriminator(config);
    }

    private void autoencoder(AutoencoderConfig net) {
        rules.unless(
                !net.quantize(),
                "autoencoder.quantize",
                net.quantize(),
                "this version trains KL autoencoders only; VQ-VAE training comes later",
                "false");
        rules.unless(
                net.inChannels() == 1 || net.inChannels() == 3,
                "autoencoder.in_channels",
                net.inChannels(),
                "pictures are grey or colour",
                "1 (grey) or 3 (colour)");
        rules.unless(
                net.outChannels() == net.inChannels(),
                "autoencoder.out_channels",
                net.outChannels(),
                "the reconstruction must have the channels of the input",
                String.valueOf(net.inChannels()),
                "autoencoder.in_channels");
        rules.divides(
                net.normNumGroups(),
                net.vaeChannelsPerBlock(),
                "autoencoder.norm_num_groups",
                "autoencoder.vae_channels_per_block");
        rules.halves(
                net.imgSize(),
                net.vaeChannelsPerBlock().size(),
                "autoencoder.img_size",
                "autoencoder.vae_channels_per_block");
    }

    private void perceptual(Stage1Config config) {
        ReconstructionConfig loss = config.loss();
        boolean vgg = !loss.vgg16Weights().isBlank();
        rules.unless(
                vgg || loss.lpipsWeights().isBlank(),
                "loss.lpips_weights",
                loss.lpipsWeights(),
                "LPIPS needs the VGG16 weights too",
                "empty, or loss.vgg16_weights given as well",
                "loss.vgg16_weights");
        rules.unless(
                !vgg || loss.perceptualWeight() == 0 || config.autoencoder().imgSize() >= 16,
                "loss.perceptual_weight",
                loss.perceptualWeight(),
                "VGG16 halves the picture four times, so LPIPS needs 16 px",
                "0, or autoencoder.img_size of at least 16",
                "autoencoder.img_size",
                "loss.vgg16_weights");
    }

    private void discriminator(Stage1Config config) {
        DiscriminatorConfig disc = config.discriminator();
        if (disc.start().equals("off")) {
            return;
        }
        rules.unless(
                !disc.start().equals("percent") || disc.discStart() <= 100,
                "discriminator.disc_start",
                disc.discStart(),
                "is a percentage of the run",
                "0 to 100",
                "discriminator.start");
        rules.unless(
                !disc.start().equals("step") || disc.discStart() == Math.rint(disc.discStart()),
                "discriminator.disc_start",
                disc.discStart(),
                "is a step",
                "a whole number",
                "discriminator.start");
        // After the strided layers two 4x4 convolutions without stride take one pixel each.
        int smallest = 3 << disc.discLayers();
        rules.unless(
                config.autoencoder().imgSize() >= smallest,
                "discriminator.disc_layers",
                disc.discLayers(),
                "so many strided layers leave nothing of a picture of "
                        + config.autoencoder().imgSize()
                        + " px",
                "fewer layers, or pictures of at least " + smallest + " px",
                "discriminator.start",
                "autoencoder.img_size");
    }
}
