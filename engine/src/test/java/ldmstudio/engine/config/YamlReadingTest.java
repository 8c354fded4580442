package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReadingTest {
    @Test
    void theStageAloneGivesTheDefaults() {
        assertThat(Yaml.stage1()).isEqualTo(Stage1Config.defaults());
        assertThat(Yaml.stage2()).isEqualTo(Stage2Config.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "1e-4, 1e-4",
        "1E-4, 1e-4",
        "2.5e-05, 2.5e-5",
        ".001, 1e-3",
        "1, 1",
        "0, 0",
        "+0.5, 0.5"
    })
    void aNumberIsReadAsWritten(String text, double expected) {
        assertThat(Yaml.stage1("training:", "  learning_rate: " + text).training().learningRate())
                .isEqualTo(expected);
    }

    @Test
    void aWholeNumberMayBeWrittenWithAnExponent() {
        assertThat(Yaml.stage1("training: {max_train_steps: 2e4}").training().maxTrainSteps())
                .isEqualTo(20_000);
    }

    @Test
    void aLeadingZeroIsNotOctal() {
        assertThat(Yaml.stage1("seed: 010").seed()).isEqualTo(10);
    }

    @Test
    void aSeedKeepsAllItsDigits() {
        assertThat(Yaml.stage1("seed: 9223372036854775807").seed()).isEqualTo(Long.MAX_VALUE);
        assertThat(Yaml.stage1("seed: -9007199254740993").seed()).isEqualTo(-9007199254740993L);
    }

    @ParameterizedTest
    @CsvSource({"True, true", "false, false", "yes, true", "off, false"})
    void aSwitchIsReadInEverySpelling(String text, boolean expected) {
        assertThat(Yaml.stage1("discriminator: {adaptive_weight: " + text + "}"))
                .returns(expected, config -> config.discriminator().adaptiveWeight());
    }

    @Test
    void offIsAWordWhereAWordBelongs() {
        assertThat(Yaml.stage1("discriminator:", "  start: off").discriminator().start())
                .isEqualTo("off");
    }

    @Test
    void aNameMayLookLikeANumber() {
        assertThat(Yaml.stage1("name: 2026").name()).isEqualTo("2026");
        assertThat(Yaml.stage1("name: \"1e5\"").name()).isEqualTo("1e5");
    }

    @Test
    void anEmptyTextStaysEmpty() {
        assertThat(Yaml.stage1("loss:", "  vgg16_weights:").loss().vgg16Weights()).isEmpty();
        assertThat(Yaml.stage1("loss:", "  vgg16_weights: ~").loss().vgg16Weights()).isEmpty();
    }

    @Test
    void theTypeWordChoosesTheData() {
        Stage1Config config =
                Yaml.stage1("data:", "  type: image_folder", "  path: /pictures", "  resize: pad");

        assertThat(config.data())
                .isEqualTo(new DataConfig.ImageFolder("/pictures", "pad", true, 0.05));
    }

    @Test
    void anAnchorMayBeUsedTwice() {
        Stage2Config config =
                Yaml.stage2(
                        "seed: &s 7",
                        "sampling: {seed: *s}",
                        "denoiser: {unet_channels_per_block: [64], unet_attention: [true]}");

        assertThat(config.sampling().seed()).isEqualTo(7);
    }

    @Test
    void aGroupCanBeIncludedFromAFileBesideTheRecipe(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("nets"));
        Files.writeString(folder.resolve("nets/small.yaml"), "img_size: 64\nlatent_channels: 8\n");
        Path recipe = folder.resolve("recipe.yaml");
        Files.writeString(recipe, "stage: autoencoder\nautoencoder: nets/small.yaml\n");

        Stage1Config config = (Stage1Config) RunConfigs.read(recipe, List.of());

        assertThat(config.autoencoder().imgSize()).isEqualTo(64);
        assertThat(config.autoencoder().latentChannels()).isEqualTo(8);
        assertThat(config.autoencoder().outChannels()).isEqualTo(3);
    }

    @Test
    void aProblemInAnIncludedFileNamesThatFileAndItsLine(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("net.yaml"), "# shape\nimg_sise: 64\n");
        Path recipe = folder.resolve("recipe.yaml");
        Files.writeString(recipe, "stage: autoencoder\nautoencoder: net.yaml\n");

        assertThat(Yaml.problemsOf(() -> RunConfigs.read(recipe)))
                .singleElement()
                .returns(folder.resolve("net.yaml").toString(), Problem::file)
                .returns(2, Problem::line)
                .returns("autoencoder.img_sise", Problem::key)
                .returns("autoencoder.img_size", Problem::nearestKey);
    }

    @Test
    void aMissingIncludeIsReportedAtItsGroup(@TempDir Path folder) throws IOException {
        Path recipe = folder.resolve("recipe.yaml");
        Files.writeString(recipe, "stage: autoencoder\nautoencoder: net.yaml\n");

        assertThat(Yaml.problemsOf(() -> RunConfigs.read(recipe)))
                .singleElement()
                .returns("autoencoder", Problem::key)
                .returns("there is no such file", Problem::message);
    }

    @Test
    void aByteOrderMarkDoesNotMatter(@TempDir Path folder) throws IOException {
        Path recipe = folder.resolve("recipe.yaml");
        Files.writeString(recipe, "\uFEFFstage: autoencoder\nname: ümlaut 形\n");

        assertThat(RunConfigs.read(recipe).name()).isEqualTo("ümlaut 形");
    }
}
