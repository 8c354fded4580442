package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
    private static final Stage1Config STAGE1 = Stage1Config.defaults();
    private static final Stage2Config STAGE2 = Stage2Config.defaults();

    private static List<Problem> problems(RunConfig config, String... overrides) {
        return Yaml.problemsOf(() -> RunConfigs.withOverrides(config, List.of(overrides)));
    }

    private static Object value(RunConfig config, String key, String... overrides) {
        return RunConfigs.get(RunConfigs.withOverrides(config, List.of(overrides)), key);
    }

    @Test
    void aDottedKeyAndItsShortFormMeanTheSame() {
        assertThat(value(STAGE1, "training.learning_rate", "training.learning_rate=3e-4"))
                .isEqualTo(3e-4);
        assertThat(value(STAGE1, "training.learning_rate", "learning_rate=3e-4")).isEqualTo(3e-4);
    }

    @Test
    void aListIsWrittenWithOrWithoutBrackets() {
        for (String text : List.of("[64, 128]", "64,128")) {
            assertThat(
                            value(
                                    STAGE1,
                                    "autoencoder.vae_channels_per_block",
                                    "vae_channels_per_block=" + text))
                    .isEqualTo(List.of(64, 128));
        }
    }

    @Test
    void aTextIsTakenAsItIs() {
        assertThat(value(STAGE2, "autoencoder", "autoencoder=C:\\runs: [my] #1=x"))
                .isEqualTo("C:\\runs: [my] #1=x");
    }

    @Test
    void aTypeChosenLastStillComesFirst() {
        RunConfig config =
                RunConfigs.withOverrides(STAGE1, List.of("path=/pictures", "data.type=folder"));

        assertThat(config.data()).isEqualTo(new DataConfig.Folder("/pictures", "crop", true, 0.05));
    }

    @Test
    void changingTheTypeKeepsWhatWasSetAndBothHave() {
        Stage1Config folder = Yaml.stage1("data: {type: folder, path: /x, horizontal_flip: false}");

        assertThat(RunConfigs.withOverrides(folder, List.of("type=image_folder")).data())
                .isEqualTo(new DataConfig.ImageFolder("/x", "crop", false, 0.05));
    }

    @Test
    void aShortFormThatMayMeanTwoIsRefusedWithBoth() {
        assertThat(problems(STAGE2, "type=class"))
                .singleElement()
                .returns("override type=class", Problem::file)
                .returns("data.type or denoiser.type or condition.type", Problem::allowed);
    }

    @Test
    void theShortFormPrefersTheTopLevelKey() {
        assertThat(value(STAGE2, "seed", "seed=5")).isEqualTo(5L);
        assertThat(value(STAGE2, "sampling.seed", "seed=5")).isEqualTo(0L);
    }

    @Test
    void everyOverrideThatIsWrongIsReported() {
        assertThat(
                        problems(
                                STAGE1,
                                "learning_rat=1",
                                "batch_size=0",
                                "nonsense",
                                "=3",
                                "stage=diffusion",
                                "loss=mse"))
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "learning_rat", "training.batch_size", "", "", "stage", "loss");
    }

    @Test
    void anOverrideThatDoesNotFitTheRestIsNamedAsTheCause() {
        assertThat(problems(STAGE1, "norm_num_groups=48"))
                .singleElement()
                .returns("override norm_num_groups=48", Problem::file)
                .returns("autoencoder.norm_num_groups", Problem::key);
    }

    @Test
    void overridesAndFileAreReportedTogether(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("r.yaml");
        Files.writeString(file, "stage: autoencoder\ntraining: {batch_size: 0}\n");

        assertThat(Yaml.problemsOf(() -> RunConfigs.read(file, List.of("img_size=7"))))
                .extracting(Problem::key)
                .containsExactly("training.batch_size", "autoencoder.img_size");
    }

    @Test
    void aGroupCanBeReplacedByAFile(@TempDir Path folder) throws IOException {
        Path net = folder.resolve("net.yaml");
        Files.writeString(net, "img_size: 64\n");

        assertThat(value(STAGE1, "autoencoder.img_size", "autoencoder=" + net)).isEqualTo(64);
    }

    @Test
    void repeatingTheStageIsHarmless() {
        assertThat(RunConfigs.withOverrides(STAGE1, List.of("stage=autoencoder")))
                .isEqualTo(STAGE1);
    }

    @Test
    void theLastOfTwoOverridesWins() {
        assertThat(value(STAGE1, "training.batch_size", "batch_size=2", "batch_size=4"))
                .isEqualTo(4);
    }
}
