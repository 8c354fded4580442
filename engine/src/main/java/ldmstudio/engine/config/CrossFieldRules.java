package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules over several fields: what each field allows by itself can still not work together. A rule
 * reports at the field that a person would change.
 */
final class CrossFieldRules {
    private final List<Broken> broken = new ArrayList<>();

    /** A problem and all the keys whose values it depends on. */
    record Broken(Problem problem, List<String> keys) {}

    private CrossFieldRules() {}

    static List<Broken> broken(RunConfig config) {
        CrossFieldRules rules = new CrossFieldRules();
        rules.data(config.data());
        if (config instanceof Stage1Config stage1) {
            rules.autoencoder(stage1.autoencoder());
            rules.perceptual(stage1);
            rules.discriminator(stage1);
        } else if (config instanceof Stage2Config stage2) {
            rules.denoiser(stage2.denoiser());
            rules.pixelOrLatent(stage2);
            rules.diffusion(stage2);
            rules.condition(stage2);
        }
        return rules.broken;
    }

    private void unless(
            boolean holds,
            String key,
            Object value,
            String message,
            String allowed,
            String... alsoConcerned) {
        if (!holds) {
            List<String> keys = new ArrayList<>(List.of(alsoConcerned));
            keys.add(key);
            broken.add(new Broken(Problem.of(key, value, message, allowed), keys));
        }
    }

    private void data(DataConfig data) {
        String path = pathOf(data);
        unless(
                path == null || !path.isBlank(),
                "data.path",
                "",
                "is empty",
                "the folder with the pictures",
                "data.type");
    }

    private static @Nullable String pathOf(DataConfig data) {
        if (data instanceof DataConfig.Idx idx) {
            return idx.path();
        }
        if (data instanceof DataConfig.Folder folder) {
            return folder.path();
        }
        return data instanceof DataConfig.ImageFolder classes ? classes.path() : null;
    }

    private void autoencoder(AutoencoderConfig net) {
        unless(
                !net.quantize(),
                "autoencoder.quantize",
                net.quantize(),
                "this version trains KL autoencoders only; VQ-VAE training comes later",
                "false");
        unless(
                net.inChannels() == 1 || net.inChannels() == 3,
                "autoencoder.in_channels",
                net.inChannels(),
                "pictures are grey or colour",
                "1 (grey) or 3 (colour)");
        unless(
                net.outChannels() == net.inChannels(),
                "autoencoder.out_channels",
                net.outChannels(),
                "the reconstruction must have the channels of the input",
                String.valueOf(net.inChannels()),
                "autoencoder.in_channels");
        divides(
                net.normNumGroups(),
                net.vaeChannelsPerBlock(),
                "autoencoder.norm_num_groups",
                "autoencoder.vae_channels_per_block");
        halves(
                net.imgSize(),
                net.vaeChannelsPerBlock().size(),
                "autoencoder.img_size",
                "autoencoder.vae_channels_per_block");
    }

    private void divides(int groups, List<Integer> channels, String key, String channelsKey) {
        List<Integer> undivided = channels.stream().filter(c -> c % groups != 0).toList();
        unless(
                undivided.isEmpty(),
                key,
                groups,
                "does not divide " + undivided + " of " + NearestKey.last(channelsKey),
                "a common divisor of " + channels,
                channelsKey);
    }

    private void halves(int size, int levels, String key, String channelsKey) {
        int factor = 1 << (levels - 1);
        unless(
                size % factor == 0,
                key,
                size,
                "cannot be halved " + (levels - 1) + " times, once for each further level",
                "a multiple of " + factor,
                channelsKey);
    }

    private void perceptual(Stage1Config config) {
        ReconstructionConfig loss = config.loss();
        boolean vgg = !loss.vgg16Weights().isBlank();
        unless(
                vgg || loss.lpipsWeights().isBlank(),
                "loss.lpips_weights",
                loss.lpipsWeights(),
                "LPIPS needs the VGG16 weights too",
                "empty, or loss.vgg16_weights given as well",
                "loss.vgg16_weights");
        unless(
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
        unless(
                !disc.start().equals("percent") || disc.discStart() <= 100,
                "discriminator.disc_start",
                disc.discStart(),
                "is a percentage of the run",
                "0 to 100",
                "discriminator.start");
        unless(
                !disc.start().equals("step") || disc.discStart() == Math.rint(disc.discStart()),
                "discriminator.disc_start",
                disc.discStart(),
                "is a step",
                "a whole number",
                "discriminator.start");
        // After the strided layers two 4x4 convolutions without stride take one pixel each.
        int smallest = 3 << disc.discLayers();
        unless(
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

    private void denoiser(UNetConfig net) {
        int levels = net.unetChannelsPerBlock().size();
        String channelsKey = "denoiser.unet_channels_per_block";
        unless(
                net.unetAttention().size() == levels,
                "denoiser.unet_attention",
                net.unetAttention(),
                "has not one entry for each level of unet_channels_per_block",
                levels + (levels == 1 ? " entry" : " entries"),
                channelsKey);
        divides(
                net.normNumGroups(),
                net.unetChannelsPerBlock(),
                "denoiser.norm_num_groups",
                channelsKey);
        for (int i = 0; i < Math.min(levels, net.unetAttention().size()); i++) {
            int channels = net.unetChannelsPerBlock().get(i);
            unless(
                    !net.unetAttention().get(i) || channels % net.attentionHeadDim() == 0,
                    "denoiser.attention_head_dim",
                    net.attentionHeadDim(),
                    "does not divide the " + channels + " channels of level " + (i + 1),
                    "a divisor of " + channels + ", or no attention at that level",
                    channelsKey,
                    "denoiser.unet_attention");
        }
    }

    private void pixelOrLatent(Stage2Config config) {
        UNetConfig net = config.denoiser();
        boolean pixels = config.autoencoder().equals("none");
        unless(
                pixels || net.imgSize() == 0,
                "denoiser.img_size",
                net.imgSize(),
                "the size comes from the autoencoder",
                "0, or autoencoder: none",
                "autoencoder");
        unless(
                pixels || net.inChannels() == 0,
                "denoiser.in_channels",
                net.inChannels(),
                "the channels come from the autoencoder",
                "0, or autoencoder: none",
                "autoencoder");
        if (!pixels) {
            return;
        }
        unless(
                net.imgSize() >= 8,
                "denoiser.img_size",
                net.imgSize(),
                "without an autoencoder the denoiser needs the size of the pictures",
                "8 to 4096",
                "autoencoder");
        unless(
                net.inChannels() == 1 || net.inChannels() == 3,
                "denoiser.in_channels",
                net.inChannels(),
                "without an autoencoder the denoiser needs the channels of the pictures",
                "1 (grey) or 3 (colour)",
                "autoencoder");
        halves(
                net.imgSize(),
                net.unetChannelsPerBlock().size(),
                "denoiser.img_size",
                "denoiser.unet_channels_per_block");
    }

    private void diffusion(Stage2Config config) {
        DiffusionConfig diffusion = config.diffusion();
        int timesteps = diffusion.numTrainTimesteps();
        boolean cosine = diffusion.betaSchedule().equals("cosine");
        unless(
                cosine || diffusion.betaStart() <= diffusion.betaEnd(),
                "diffusion.beta_end",
                diffusion.betaEnd(),
                "is below beta_start, so the noise would shrink",
                "at least " + ValueText.number(diffusion.betaStart()),
                "diffusion.beta_start",
                "diffusion.beta_schedule");
        unless(
                cosine || (diffusion.betaEnd() > 0 && diffusion.betaEnd() < 1),
                "diffusion.beta_end",
                diffusion.betaEnd(),
                "leaves all of the picture or nothing of it",
                "a number between 0 and 1",
                "diffusion.beta_schedule");
        unless(
                diffusion.lossBuckets() <= timesteps,
                "diffusion.loss_buckets",
                diffusion.lossBuckets(),
                "there are more buckets than timesteps",
                "1 to " + timesteps,
                "diffusion.num_train_timesteps");
        unless(
                config.sampling().steps() <= timesteps,
                "sampling.steps",
                config.sampling().steps(),
                "there are more steps than timesteps",
                "1 to " + timesteps,
                "diffusion.num_train_timesteps");
    }

    private void condition(Stage2Config config) {
        ConditionConfig condition = config.condition();
        boolean byClass = condition.type().equals("class");
        double guidance = config.sampling().guidanceScale();
        unless(
                !byClass || !(config.data() instanceof DataConfig.Folder),
                "condition.type",
                condition.type(),
                "a plain folder of pictures has no classes",
                "none, or data.type image_folder, idx or shapes",
                "data.type");
        unless(
                guidance <= 1 || byClass,
                "sampling.guidance_scale",
                guidance,
                "guidance strengthens a condition, and this run has none",
                "1, or condition.type class",
                "condition.type");
        unless(
                guidance <= 1 || !byClass || condition.conditionDropout() > 0,
                "condition.condition_dropout",
                condition.conditionDropout(),
                "guidance needs a denoiser that also saw pictures without their class",
                "more than 0 (0.1 is usual), or sampling.guidance_scale 1",
                "sampling.guidance_scale",
                "condition.type");
    }
}
