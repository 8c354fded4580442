package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossFieldRulesTest {
    @Test
    void theDefaultsFitTogether() {
        assertThat(RunConfigs.validate(Stage1Config.defaults())).isEmpty();
        assertThat(RunConfigs.validate(Stage2Config.defaults())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "autoencoder.quantize=true; autoencoder.codebook_size=1000000;"
                        + " autoencoder.vq_embed_dim=64 | autoencoder.codebook_size",
                "autoencoder.quantize=true; autoencoder.post_encoder_latent_proj=false |"
                        + " autoencoder.post_encoder_latent_proj",
                "autoencoder.quantize=true; autoencoder.pre_decoder_latent_proj=false |"
                        + " autoencoder.pre_decoder_latent_proj",
                "autoencoder.quantize=true; autoencoder.legacy_beta=true;"
                        + " autoencoder.codebook_update=ema | autoencoder.legacy_beta",
                "autoencoder.family=eai; autoencoder.quantize=true; autoencoder.vq_embed_dim=3 |"
                        + " autoencoder.vq_embed_dim",
                "autoencoder.family=eai; autoencoder.attention_layers=0 |"
                        + " autoencoder.attention_layers",
                "autoencoder.family=eai; autoencoder.vae_channels_per_block=[32] |"
                        + " autoencoder.vae_channels_per_block",
                "autoencoder.family=eai; autoencoder.attn_down=[true] | autoencoder.attn_down",
                "autoencoder.family=eai; autoencoder.down_sample=[true, false] |"
                        + " autoencoder.down_sample",
                "autoencoder.family=eai; autoencoder.attention_heads=7 |"
                        + " autoencoder.attention_heads",
                "autoencoder.img_size=16; discriminator.disc_type=eai; discriminator.disc_layers=4 |"
                        + " discriminator.disc_layers",
                "autoencoder.in_channels=2; autoencoder.out_channels=2 | autoencoder.in_channels",
                "autoencoder.out_channels=1 | autoencoder.out_channels",
                "autoencoder.norm_num_groups=48 | autoencoder.norm_num_groups",
                "autoencoder.img_size=100 | autoencoder.img_size",
                "data.type=folder | data.path",
                "data.type=idx | data.path",
                "data.type=image_folder | data.path",
                "loss.lpips_weights=vgg.pth | loss.lpips_weights",
                "loss.vgg16_weights=v.pth; autoencoder.img_size=8; discriminator.start=off"
                        + " | loss.perceptual_weight",
                "discriminator.start=percent; discriminator.disc_start=101 |"
                        + " discriminator.disc_start",
                "discriminator.disc_start=10.5 | discriminator.disc_start",
                "autoencoder.img_size=16 | discriminator.disc_layers",
            })
    void whatDoesNotFitInStage1IsReportedAtTheField(String changes, String key) {
        assertThat(broken(Stage1Config.defaults(), changes)).containsExactly(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "denoiser.unet_attention=[true] | denoiser.unet_attention",
                "denoiser.norm_num_groups=48 | denoiser.norm_num_groups",
                "denoiser.attention_head_dim=48 | denoiser.attention_head_dim",
                "denoiser.img_size=32 | denoiser.img_size",
                "denoiser.in_channels=3 | denoiser.in_channels",
                "autoencoder=none; denoiser.in_channels=3 | denoiser.img_size",
                "autoencoder=none; denoiser.img_size=32 | denoiser.in_channels",
                "autoencoder=none; denoiser.in_channels=1; denoiser.img_size=30 |"
                        + " denoiser.img_size",
                "diffusion.beta_start=0.5 | diffusion.beta_end",
                "diffusion.beta_start=0; diffusion.beta_end=0 | diffusion.beta_end",
                "diffusion.num_train_timesteps=20; sampling.steps=20; diffusion.loss_buckets=21 |"
                        + " diffusion.loss_buckets",
                "diffusion.num_train_timesteps=40 | sampling.steps",
                "diffusion.process=flow | diffusion.prediction_type",
                "diffusion.process=tld | diffusion.prediction_type",
                "diffusion.prediction_type=velocity | diffusion.prediction_type",
                "diffusion.rescale_zero_terminal_snr=true | diffusion.prediction_type",
                "diffusion.process=flow; diffusion.prediction_type=velocity;"
                        + " diffusion.rescale_zero_terminal_snr=true |"
                        + " diffusion.rescale_zero_terminal_snr",
                "data.type=folder; data.path=/x; condition.type=class | condition.type",
                "sampling.guidance_scale=2 | sampling.guidance_scale",
                "condition.type=class; condition.condition_dropout=0; sampling.guidance_scale=2 |"
                        + " condition.condition_dropout",
            })
    void whatDoesNotFitInStage2IsReportedAtTheField(String changes, String key) {
        assertThat(broken(Stage2Config.defaults(), changes)).contains(key);
    }

    @Test
    void aCodebookThatIsTooLargeSaysHowManyCodesThereMayBe() {
        assertThat(
                        Yaml.problems(
                                "stage: autoencoder",
                                "autoencoder:",
                                "  quantize: True",
                                "  codebook_size: 1000000",
                                "  vq_embed_dim: 32"))
                .singleElement()
                .returns(4, Problem::line)
                .returns("at most 524288 codes of this width", Problem::allowed)
                .extracting(Problem::message)
                .asString()
                .contains("a codebook of 32000000 numbers");
    }

    @Test
    void unknownWordsOfTheVqVaeAreAnsweredWithTheKnownOnes() {
        assertThat(
                        Yaml.problems(
                                "stage: autoencoder",
                                "autoencoder: {family: vqgan, codebook_update: kmeans}",
                                "discriminator: {disc_type: stylegan}"))
                .extracting(Problem::key, Problem::allowed)
                .containsExactly(
                        tuple("autoencoder.family", "diffusers, eai"),
                        tuple("autoencoder.codebook_update", "gradient, ema"),
                        tuple("discriminator.disc_type", "nlayer, nlayer_actnorm, eai"));
    }

    @Test
    void cosineHasNoBetasToCompare() {
        assertThat(
                        broken(
                                Stage2Config.defaults(),
                                "diffusion.beta_schedule=cosine; diffusion.beta_start=0.5"))
                .isEmpty();
    }

    @Test
    void aRuleIsSilentAboutAValueThatIsWrongInItself() {
        assertThat(
                        Yaml.problems(
                                "stage: autoencoder",
                                "autoencoder: {norm_num_groups: 48, vae_channels_per_block: [0]}"))
                .extracting(Problem::key)
                .containsExactly("autoencoder.vae_channels_per_block");
    }

    private static List<String> broken(RunConfig config, String changes) {
        RunConfig changed = config;
        for (String change : Arrays.asList(changes.strip().split("; "))) {
            String[] parts = change.split("=", 2);
            changed = RunConfigs.with(changed, parts[0], parts[1]);
        }
        return RunConfigs.validate(changed).stream().map(Problem::key).toList();
    }
}
