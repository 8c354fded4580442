package ldmstudio.engine.config;

/** What must fit together before a denoiser is trained. */
final class Stage2Rules {
    private final CrossFieldRules rules;

    private Stage2Rules(CrossFieldRules rules) {
        this.rules = rules;
    }

    static void check(Stage2Config config, CrossFieldRules rules) {
        Stage2Rules checks = new Stage2Rules(rules);
        if (config.denoiser() instanceof UNetConfig unet) {
            checks.unet(unet);
        } else if (config.denoiser() instanceof TransformerConfig transformer) {
            checks.transformer(transformer);
        } else if (config.denoiser() instanceof DiTConfig dit) {
            checks.dit(dit);
        }
        if (config.denoiser() instanceof EaiUNetConfig eai) {
            EaiUNetRules.check(eai, config.autoencoder().equals("none"), rules);
        }
        checks.pixelOrLatent(config);
        DiffusionRules.check(config, rules);
        checks.condition(config);
        checks.distillation(config);
    }

    private void unet(UNetConfig net) {
        int levels = net.unetChannelsPerBlock().size();
        String channelsKey = "denoiser.unet_channels_per_block";
        rules.unless(
                net.unetAttention().size() == levels,
                "denoiser.unet_attention",
                net.unetAttention(),
                "has not one entry for each level of unet_channels_per_block",
                levels + (levels == 1 ? " entry" : " entries"),
                channelsKey);
        rules.divides(
                net.normNumGroups(),
                net.unetChannelsPerBlock(),
                "denoiser.norm_num_groups",
                channelsKey);
        for (int i = 0; i < Math.min(levels, net.unetAttention().size()); i++) {
            int channels = net.unetChannelsPerBlock().get(i);
            rules.unless(
                    !net.unetAttention().get(i) || channels % net.attentionHeadDim() == 0,
                    "denoiser.attention_head_dim",
                    net.attentionHeadDim(),
                    "does not divide the " + channels + " channels of level " + (i + 1),
                    "a divisor of " + channels + ", or no attention at that level",
                    channelsKey,
                    "denoiser.unet_attention");
        }
    }

    private void transformer(TransformerConfig net) {
        rules.unless(
                net.embedDim() % 64 == 0,
                "denoiser.embed_dim",
                net.embedDim(),
                "cannot be shared by attention heads of 64 channels",
                "a multiple of 64");
        rules.unless(
                net.noiseEmbedDims() % 2 == 0,
                "denoiser.noise_embed_dims",
                net.noiseEmbedDims(),
                "has not as many sines as cosines",
                "an even number");
        patches(net.imgSize(), net.patchSize());
    }

    private void dit(DiTConfig net) {
        rules.unless(
                net.hiddenSize() % net.numHeads() == 0,
                "denoiser.hidden_size",
                net.hiddenSize(),
                "cannot be shared by " + net.numHeads() + " heads",
                "a multiple of num_heads",
                "denoiser.num_heads");
        rules.unless(
                net.hiddenSize() % 4 == 0,
                "denoiser.hidden_size",
                net.hiddenSize(),
                "has no room for the sines and cosines of rows and columns",
                "a multiple of 4");
        patches(net.imgSize(), net.patchSize());
    }

    private void patches(int size, int patch) {
        rules.unless(
                size % patch == 0,
                "denoiser.patch_size",
                patch,
                "does not divide the " + size + " px of img_size",
                "a divisor of " + size,
                "denoiser.img_size");
    }

    private void pixelOrLatent(Stage2Config config) {
        DenoiserConfig net = config.denoiser();
        boolean pixels = config.autoencoder().equals("none");
        rules.unless(
                pixels || net.imgSize() == 0,
                "denoiser.img_size",
                net.imgSize(),
                "the size comes from the autoencoder",
                "0, or autoencoder: none",
                "autoencoder");
        rules.unless(
                pixels || net.inChannels() == 0,
                "denoiser.in_channels",
                net.inChannels(),
                "the channels come from the autoencoder",
                "0, or autoencoder: none",
                "autoencoder");
        if (!pixels) {
            return;
        }
        rules.unless(
                net.imgSize() >= 8,
                "denoiser.img_size",
                net.imgSize(),
                "without an autoencoder the denoiser needs the size of the pictures",
                "8 to 4096",
                "autoencoder");
        rules.unless(
                net.inChannels() == 1 || net.inChannels() == 3,
                "denoiser.in_channels",
                net.inChannels(),
                "without an autoencoder the denoiser needs the channels of the pictures",
                "1 (grey) or 3 (colour)",
                "autoencoder");
        if (net instanceof UNetConfig unet) {
            rules.halves(
                    net.imgSize(),
                    unet.unetChannelsPerBlock().size(),
                    "denoiser.img_size",
                    "denoiser.unet_channels_per_block");
        }
    }

    private void distillation(Stage2Config config) {
        DistillationConfig distillation = config.distillation();
        if (!distillation.on()) {
            return;
        }
        rules.unless(
                distillation.guidanceMin() <= distillation.guidanceMax(),
                "distillation.guidance_max",
                distillation.guidanceMax(),
                "is below guidance_min",
                "at least " + ValueText.number(distillation.guidanceMin()),
                "distillation.guidance_min");
        rules.unless(
                config.training().emaDecay() > 0,
                "training.ema_decay",
                config.training().emaDecay(),
                "distillation learns from the moving average, and there is none",
                "more than 0; 0.95 is usual",
                "distillation.teacher");
        rules.unless(
                config.initFrom().isBlank(),
                "init_from",
                config.initFrom(),
                "the student begins with the teacher's weights",
                "empty, or no distillation.teacher",
                "distillation.teacher");
        double scale = config.sampling().guidanceScale();
        String range =
                ValueText.number(distillation.guidanceMin())
                        + " to "
                        + ValueText.number(distillation.guidanceMax());
        rules.unless(
                !config.condition().any()
                        || (scale >= distillation.guidanceMin()
                                && scale <= distillation.guidanceMax()),
                "sampling.guidance_scale",
                scale,
                "the student is told a scale that it never learns",
                range + " (guidance_min to guidance_max of distillation)",
                "distillation.guidance_min",
                "distillation.guidance_max");
        rules.unless(
                !config.sampling().sampler().equals("lcm")
                        || config.sampling().steps() <= distillation.solverSteps(),
                "sampling.steps",
                config.sampling().steps(),
                "there are more steps than levels that the student learns",
                "1 to " + distillation.solverSteps() + " (distillation.solver_steps)",
                "distillation.solver_steps");
    }

    private void condition(Stage2Config config) {
        rules.unless(
                config.condition().paintAround().equals("none") || !config.condition().byMask(),
                "condition.paint_around",
                config.condition().paintAround(),
                "a network takes one picture beside the sample, and condition.type has a mask",
                "none, or a condition.type without mask",
                "condition.type");
        ConditionConfig condition = config.condition();
        boolean byClass = condition.byClass();
        double guidance = config.sampling().guidanceScale();
        rules.unless(
                !byClass || hasClasses(config.data()),
                "condition.type",
                condition.type(),
                "these pictures have no classes",
                "none, or data with classes: data.type image_folder, idx or shapes, or a class_column",
                "data.type");
        rules.unless(
                !condition.byText() || !(config.data() instanceof DataConfig.Idx),
                "condition.type",
                condition.type(),
                "IDX files have no captions",
                "none or class, or data.type shapes, scenes, captioned_folder, webdataset or parquet",
                "data.type");
        rules.unless(
                !condition.byMask() || config.denoiser() instanceof EaiUNetConfig,
                "condition.type",
                condition.type(),
                "only ExplainingAI's UNet takes a mask",
                "denoiser.type eai_unet, or a condition without mask",
                "denoiser.type");
        rules.unless(
                !condition.byMask()
                        || config.data() instanceof DataConfig.CelebaHq
                        || config.data() instanceof DrawnData.Shapes,
                "condition.type",
                condition.type(),
                "these pictures have no masks",
                "data.type celeba_hq or shapes, or a condition without mask",
                "data.type");
        rules.unless(
                !condition.byMask() || !config.data().horizontalFlip(),
                "data.horizontal_flip",
                config.data().horizontalFlip(),
                "a mirrored picture no longer fits its mask",
                "false",
                "condition.type");
        rules.unless(
                condition.textWidth() % 32 == 0,
                "condition.text_width",
                condition.textWidth(),
                "cannot be shared by heads of 32 channels",
                "a multiple of 32");
        rules.unless(
                guidance <= 1 || condition.any(),
                "sampling.guidance_scale",
                guidance,
                "guidance strengthens a condition, and this run has none",
                "1, or a condition.type",
                "condition.type");
        rules.unless(
                guidance <= 1 || !condition.any() || condition.conditionDropout() > 0,
                "condition.condition_dropout",
                condition.conditionDropout(),
                "guidance needs a denoiser that also saw pictures without their condition",
                "more than 0 (0.1 is usual), or sampling.guidance_scale 1",
                "sampling.guidance_scale",
                "condition.type");
    }

    /** Whether pictures can have classes; webdatasets tell only when they are read. */
    private static boolean hasClasses(DataConfig data) {
        if (data instanceof DataConfig.CaptionedFolder captioned) {
            return !captioned.classColumn().isBlank();
        }
        if (data instanceof DataConfig.Parquet parquet) {
            return !parquet.classColumn().isBlank();
        }
        if (data instanceof DataConfig.Celeba faces) {
            return !faces.classAttribute().isBlank();
        }
        return !(data instanceof DataConfig.Folder || data instanceof DrawnData.Scenes);
    }
}
