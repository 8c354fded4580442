package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {
    @Test
    void anUnknownKeyIsNamedWithPlaceValueChoiceAndNearestKey() {
        Problem problem =
                Yaml.problems("stage: autoencoder", "training:", "  learning_rat: 3e-4").get(0);

        assertThat(problem.file()).isEqualTo("test.yaml");
        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.key()).isEqualTo("training.learning_rat");
        assertThat(problem.value()).isEqualTo("3e-4");
        assertThat(problem.message()).isEqualTo("is not a known key");
        assertThat(problem.allowed()).startsWith("one of batch_size, gradient_accumulation_steps");
        assertThat(problem.nearestKey()).isEqualTo("training.learning_rate");
        assertThat(problem.toString())
                .startsWith("test.yaml:3: training.learning_rat = 3e-4: is not a known key;")
                .endsWith("did you mean training.learning_rate?");
    }

    @Test
    void aKeyInTheWrongGroupIsSentToItsOwn() {
        assertThat(Yaml.problems("stage: autoencoder", "learning_rate: 3e-4"))
                .singleElement()
                .returns("training.learning_rate", Problem::nearestKey);
    }

    @Test
    void aKeyLikeNoOtherHasNoNearestKey() {
        assertThat(Yaml.problems("stage: autoencoder", "xylophone: 1"))
                .singleElement()
                .returns("", Problem::nearestKey);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch_size: fast        | \"fast\" is not a number           | a whole number from 1 to 65536",
                "batch_size: 1.5         | is not a whole number            | a whole number from 1 to 65536",
                "batch_size: \"8\"       | \"8\" is text in quotes            | a whole number from 1 to 65536",
                "batch_size: 0           | is out of range                  | a whole number from 1 to 65536",
                "batch_size: 99999999999 | is out of range                  | a whole number from 1 to 65536",
                "batch_size: [8]         | is a list where one value belongs | a whole number from 1 to 65536",
                "batch_size: {a: 1}      | is a group where one value belongs | a whole number from 1 to 65536",
                "batch_size:             | has no value                     | a whole number from 1 to 65536",
                "learning_rate: .nan     | \".nan\" is not a number           | a number from 0 to 1",
                "learning_rate: -1e-4    | is out of range                  | a number from 0 to 1",
                "learning_rate: 0x10     | \"0x10\" is not a number           | a number from 0 to 1",
                "lr_scheduler: cosin     | is not one of the known words    | constant, constant_with_warmup, linear, cosine",
            })
    void aWrongValueIsNamedWithWhatIsAllowed(String line, String message, String allowed) {
        assertThat(Yaml.problems("stage: autoencoder", "training:", "  " + line))
                .singleElement()
                .returns(3, Problem::line)
                .returns("training." + line.substring(0, line.indexOf(':')), Problem::key)
                .returns(message, Problem::message)
                .returns(allowed, Problem::allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "64                | is not a list",
                "[]                | has 0 entries",
                "[64, 64.5]        | is not a whole number",
                "[64, [32]]        | has an entry that is not a single value",
                "[64, 0]           | has the entry 0, which is out of range",
                "[1,1,1,1,1,1,1,1,1] | has 9 entries",
            })
    void aWrongListIsExplained(String list, String message) {
        assertThat(
                        Yaml.problems(
                                "stage: autoencoder",
                                "autoencoder:",
                                "  vae_channels_per_block: " + list))
                .singleElement()
                .returns(message, Problem::message)
                .returns("a list of 1 to 8 whole numbers from 1 to 8192", Problem::allowed);
    }

    @Test
    void allProblemsComeAtOnceInTheOrderOfTheFile() {
        assertThat(
                        Yaml.problems(
                                "stage: autoencoder",
                                "naem: x",
                                "training:",
                                "  batch_size: 0",
                                "  batch_sise: 1",
                                "data: {type: photos}",
                                "autoencoder: {norm_num_groups: 48, img_size: 65}"))
                .extracting(Problem::line, Problem::key)
                .containsExactly(
                        tuple(2, "naem"),
                        tuple(4, "training.batch_size"),
                        tuple(5, "training.batch_sise"),
                        tuple(6, "data.type"),
                        tuple(7, "autoencoder.norm_num_groups"),
                        tuple(7, "autoencoder.img_size"));
    }

    @Test
    void aMissingStageIsExplainedWithWhatWasWrittenInstead() {
        assertThat(Yaml.problems("stag: autoencoder"))
                .singleElement()
                .returns("stage", Problem::key)
                .returns("is missing (the file has stag)", Problem::message)
                .returns("autoencoder, diffusion, text_encoder", Problem::allowed);
    }

    @Test
    void anUnknownStageIsAnsweredWithTheKnownOnes() {
        assertThat(Yaml.problems("stage: lpips"))
                .singleElement()
                .returns(1, Problem::line)
                .returns("autoencoder, diffusion, text_encoder", Problem::allowed);
    }

    @Test
    void dataWithoutATypeIsRefused() {
        assertThat(Yaml.problems("stage: autoencoder", "data:", "  path: /x"))
                .singleElement()
                .returns(2, Problem::line)
                .returns("data.type", Problem::key)
                .returns(
                        "shapes, scenes, idx, folder, image_folder, captioned_folder, webdataset,"
                                + " parquet, celeba, celeba_hq",
                        Problem::allowed);
    }

    @Test
    void aKeyOfAnotherDataTypeIsUnknown() {
        assertThat(Yaml.problems("stage: autoencoder", "data:", "  type: shapes", "  path: /x"))
                .singleElement()
                .returns("data.path", Problem::key)
                .returns(4, Problem::line);
    }

    @Test
    void aValueWhereAGroupBelongsIsExplained() {
        assertThat(Yaml.problems("stage: autoencoder", "autoencoder: small"))
                .singleElement()
                .returns("is one value where a group belongs", Problem::message)
                .returns("a group of keys, or the name of a .yaml file", Problem::allowed);
    }

    @Test
    void aMissingFileIsReportedByName() {
        assertThat(Yaml.problemsOf(() -> RunConfigs.read(Path.of("no", "such.yaml"))))
                .singleElement()
                .hasToString(Path.of("no", "such.yaml") + ": there is no such file");
    }

    @ParameterizedTest
    @CsvSource({"../x", "a/b", "'   '", ".hidden", "con:", "'x.'"})
    void aRunNameIsAFolderName(String name) {
        assertThat(Yaml.problems("stage: autoencoder", "name: \"" + name + "\""))
                .singleElement()
                .returns("name", Problem::key)
                .returns(RunConfig.NAME_ALLOWED, Problem::allowed);
    }
}
