package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HostileYamlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: !!javax.script.ScriptEngineManager [x]",
                "!!java.net.URL [\"http://localhost/\"]: 1",
                "name: !!java.io.File [/etc/passwd]",
                "name: !custom x",
                "unknown: {deep: [!!java.lang.String x]}",
                "name: !!binary aGVsbG8="
            })
    void aTagThatNamesATypeIsRefused(String line) {
        assertThat(Yaml.problems("stage: autoencoder", line))
                .isNotEmpty()
                .allMatch(problem -> problem.line() == 2)
                .anyMatch(
                        problem ->
                                problem.message().contains("tags that name types are refused")
                                        || problem.message().contains("a key that is not a word"));
    }

    @Test
    void aRefusedTagIsReportedOnce() {
        assertThat(Yaml.problems("stage: autoencoder", "seed: !!java.util.Date 5"))
                .singleElement()
                .returns("seed", Problem::key)
                .returns("tag:yaml.org,2002:java.util.Date", Problem::value);
    }

    @Test
    void aKeyGivenTwiceIsRefusedWithBothLines() {
        assertThat(
                        Yaml.problems(
                                "stage: autoencoder",
                                "training:",
                                "  batch_size: 8",
                                "  batch_size: 16"))
                .singleElement()
                .returns(4, Problem::line)
                .returns("training.batch_size", Problem::key)
                .returns("16", Problem::value)
                .returns("is given twice, first in line 3", Problem::message);
    }

    @Test
    void anAliasBombIsRefused() {
        StringBuilder bomb = new StringBuilder("stage: autoencoder\na0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(Yaml.problems(bomb.toString()))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("aliases");
    }

    @Test
    void aNodeThatContainsItselfIsRefused() {
        assertThat(Yaml.problems("stage: autoencoder", "loop: &l [1, *l]", "g: &g {a: *g}"))
                .anyMatch(problem -> problem.message().equals("refers to itself"));
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(Yaml.problems("stage: autoencoder", "name: " + "[".repeat(100_000)))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("not YAML");
    }

    @Test
    void aHugeFileIsRefusedWithoutBeingParsed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("huge.yaml");
        Files.writeString(file, "stage: autoencoder\n" + "# padding\n".repeat(200_000));

        assertThat(Yaml.problemsOf(() -> RunConfigs.read(file)))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("larger than 1 MiB");
    }

    @Test
    void bytesThatAreNoTextAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("picture.yaml");
        Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, 0, 1, 2});

        assertThat(Yaml.problemsOf(() -> RunConfigs.read(file)))
                .singleElement()
                .returns("cannot be read: it is not UTF-8 text", Problem::message);
    }

    @Test
    void aFolderIsNotAConfiguration(@TempDir Path folder) {
        assertThat(Yaml.problemsOf(() -> RunConfigs.read(folder)))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .startsWith("cannot be read");
    }

    @Test
    void includesInACircleEnd(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "a.yaml\n");
        Files.writeString(folder.resolve("r.yaml"), "stage: autoencoder\nautoencoder: a.yaml\n");
        Files.writeString(folder.resolve("self.yaml"), "stage: autoencoder\ndata: self.yaml\n");

        assertThat(Yaml.problemsOf(() -> RunConfigs.read(folder.resolve("r.yaml")))).hasSize(1);
        assertThat(Yaml.problemsOf(() -> RunConfigs.read(folder.resolve("self.yaml"))))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   \n# only a comment\n",
                "just a sentence",
                "- a\n- list",
                "stage: autoencoder\n---\nstage: diffusion",
                "stage: [unclosed",
                "\tstage: autoencoder",
                "stage: autoencoder\n  bad: indent",
                "stage: *nowhere",
                "? [a, b]\n: c",
                "<<: {stage: autoencoder}",
                "stage: {a: b}",
                "stage: \u0007",
                "%YAML 9.9\n---\nstage: autoencoder\nx: ["
            })
    void brokenTextIsExplainedNotThrown(String text) {
        assertThat(Yaml.problems(text))
                .isNotEmpty()
                .allSatisfy(
                        problem -> {
                            assertThat(problem.file()).isEqualTo("test.yaml");
                            assertThat(problem.message()).isNotBlank();
                        });
    }

    @Test
    void aNumberOfAMillionDigitsCostsNothing() {
        assertThat(Yaml.problems("stage: autoencoder", "seed: " + "9".repeat(500_000)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.value()).hasSize(80));
        assertThat(Yaml.problems("stage: autoencoder", "seed: 1e999999999"))
                .singleElement()
                .returns("is out of range", Problem::message);
    }
}
