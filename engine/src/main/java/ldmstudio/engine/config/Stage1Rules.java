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
                net.halvings() + 1,
                "autoencoder.img_size",
                "autoencoder.vae_channels_per_block");
        if (net.eai()) {
            explainingAi(net);
        }
        if (net.quantize()) {
            codebook(net);
        }
    }

    private void explainingAi(AutoencoderConfig net) {
        int levels = net.vaeChannelsPerBlock().size() - 1;
        rules.unless(
                levels >= 1,
                "autoencoder.vae_channels_per_block",
                net.vaeChannelsPerBlock(),
                "ExplainingAI's autoencoder has at least one level",
                "at least two entries",
                "autoencoder.family");
        rules.unless(
                net.attentionLayers() >= 1,
                "autoencoder.attention_layers",
                net.attentionLayers(),
                "the middle of ExplainingAI's autoencoder has attention",
                "at least 1",
                "autoencoder.family");
        perLevel(net.attnDown().size(), levels, "autoencoder.attn_down");
        perLevel(net.downSample().size(), levels, "autoencoder.down_sample");
        int bottom = net.vaeChannelsPerBlock().get(levels);
        boolean inLevels = net.attnDown().contains(true);
        rules.unless(
                net.vaeChannelsPerBlock().stream()
                        .allMatch(c -> c % net.attentionHeads() == 0 || (c != bottom && !inLevels)),
                "autoencoder.attention_heads",
                net.attentionHeads(),
                "does not divide the channels where there is attention, of "
                        + net.vaeChannelsPerBlock(),
                "a divisor of them",
                "autoencoder.vae_channels_per_block",
                "autoencoder.attn_down");
    }

    private void perLevel(int entries, int levels, String key) {
        rules.unless(
                entries == 0 || entries == levels,
                key,
                entries + " entries",
                "must have one entry a level",
                levels + " entries, or none",
                "autoencoder.vae_channels_per_block");
    }

    private void codebook(AutoencoderConfig net) {
        // Codes, their average and the optimizer's moments are held as whole arrays.
        long numbers = (long) net.codebookSize() * net.vqEmbedDim();
        rules.unless(
                numbers <= 1 << 24,
                "autoencoder.codebook_size",
                net.codebookSize(),
                "makes a codebook of " + numbers + " numbers with vq_embed_dim " + net.vqEmbedDim(),
                "at most " + (1 << 24) / net.vqEmbedDim() + " codes of this width",
                "autoencoder.vq_embed_dim");
        rules.unless(
                !net.eai() || net.vqEmbedDim() == net.latentChannels(),
                "autoencoder.vq_embed_dim",
                net.vqEmbedDim(),
                "ExplainingAI's codes have the latent's channels",
                String.valueOf(net.latentChannels()),
                "autoencoder.latent_channels",
                "autoencoder.family");
        rules.unless(
                net.eai() || (net.postEncoderLatentProj() && net.preDecoderLatentProj()),
                net.postEncoderLatentProj()
                        ? "autoencoder.pre_decoder_latent_proj"
                        : "autoencoder.post_encoder_latent_proj",
                false,
                "a VQ-VAE has 1x1 convolutions around its codebook",
                "true",
                "autoencoder.quantize");
        rules.unless(
                !net.legacyBeta() || !net.averagedCodes(),
                "autoencoder.legacy_beta",
                net.legacyBeta(),
                "the legacy order weighs the codebook's loss, and codes that follow an average have"
                        + " none",
                "false, or codebook_update: gradient",
                "autoencoder.codebook_update");
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
        // After the strided layers two 4x4 convolutions without stride take one pixel each;
        // ExplainingAI's has one of them.
        int smallest = (disc.discType().equals("eai") ? 2 : 3) << disc.discLayers();
        rules.unless(
                config.autoencoder().imgSize() >= smallest,
                "discriminator.disc_layers",
                disc.discLayers(),
                "so many strided layers leave nothing of a picture of "
                        + config.autoencoder().imgSize()
                        + " px",
                "fewer layers, or pictures of at least " + smallest + " px",
                "discriminator.start",
                "discriminator.disc_type",
                "autoencoder.img_size");
    }
}
