package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

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
                "autoencoder.quantize=true | autoencoder.quantize",
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
    void quantizeSaysPlainlyWhatThisVersionTrains() {
        assertThat(Yaml.problems("stage: autoencoder", "autoencoder:", "  quantize: True"))
                .singleElement()
                .returns(3, Problem::line)
                .returns("false", Problem::allowed)
                .extracting(Problem::message)
                .asString()
                .contains("trains KL autoencoders only");
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
