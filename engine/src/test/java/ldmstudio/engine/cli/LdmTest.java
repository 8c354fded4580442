package ldmstudio.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class LdmTest {
    @TempDir Path temp;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void helpTeachesWithExamples() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("First steps", "ldm quickstart", "Exit codes");
        assertThat(text(out).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    }

    @Test
    void everyCommandHasASummaryOfOneLineAndExamples() {
        CommandLine line = Ldm.commandLine(context());
        line.getSubcommands()
                .forEach(
                        (name, command) -> {
                            if (name.equals("help")) {
                                return;
                            }
                            var usage = command.getCommandSpec().usageMessage();
                            assertThat(usage.header()).as(name).hasSize(1);
                            assertThat(usage.header()[0].length()).as(name).isLessThan(60);
                            assertThat(String.join("\n", usage.footer()))
                                    .as(name)
                                    .contains("ldm " + name);
                        });
    }

    @Test
    void versionNamesProgramAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(text(out)).contains("LDM Studio", "Java " + Runtime.version());
    }

    @Test
    void withoutACommandItExplains() {
        assertThat(run()).isEqualTo(ExitCodes.USAGE);
        assertThat(text(err)).contains("Usage: ldm");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aTypingErrorGetsASuggestion() {
        assertThat(run("runs", "--jsno")).isEqualTo(ExitCodes.USAGE);
        assertThat(text(err)).contains("--jsno", "--json", "Try 'ldm runs --help'");
    }

    @Test
    void runsAreListedNewestFirst() throws IOException {
        makeRun("old", new Event.Finished(2000, 100, false));
        makeRun("failed one", new Event.Failed(3000, 7, "loss is NaN", "lower the rate", ""));
        assertThat(run("runs", temp.toString())).isZero();
        List<String> lines = text(out).lines().toList();
        assertThat(lines.get(0)).matches("NAME +STAGE +STATE +STEP +QUALITY +AGE");
        assertThat(lines.get(1))
                .matches("failed one +autoencoder +failed +7/100 +20.50 dB +\\d+ d");
        assertThat(lines.get(2)).matches("old +autoencoder +finished +100/100 +20.50 dB +\\d+ d");
        assertThat(lines.get(3)).isEqualTo("failed one: loss is NaN");
    }

    @Test
    void runsAsJsonCanBeReadByAScript() throws IOException {
        makeRun("a", new Event.Finished(2000, 100, true));
        assertThat(run("runs", temp.toString(), "--json")).isZero();
        JsonNode runs = new ObjectMapper().readTree(text(out));
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).get("name").asText()).isEqualTo("a");
        assertThat(runs.get(0).get("state").asText()).isEqualTo("stopped");
        assertThat(runs.get(0).get("best_psnr").asDouble()).isEqualTo(20.5);
        assertThat(runs.get(0).get("total_steps").asLong()).isEqualTo(100);
    }

    @Test
    void oneRunIsListedByItsOwnFolder() throws IOException {
        makeRun("a", new Event.Finished(2000, 100, false));
        assertThat(run("runs", temp.resolve("a").toString())).isZero();
        assertThat(text(out)).contains("finished");
    }

    @Test
    void aMissingFolderIsAnErrorInWords() {
        assertThat(run("runs", temp.resolve("nowhere").toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(text(err)).contains("nowhere is no folder").doesNotContain("Exception");
    }

    @Test
    void eachKindOfErrorHasItsExitCodeAndWords() {
        Problem problem = new Problem("a.yaml", 3, "img_size", "x", "is not a number", "", "");
        Problem other = new Problem("a.yaml", 9, "seed", "y", "is not a number", "", "");
        assertThat(failing(new ConfigException(List.of(problem, other)))).isEqualTo(3);
        assertThat(text(err).lines())
                .containsExactly(
                        "a.yaml:3: img_size = x: is not a number",
                        "a.yaml:9: seed = y: is not a number");
        assertThat(failing(new DataException("no pictures in x"))).isEqualTo(4);
        assertThat(text(err).strip()).isEqualTo("error: no pictures in x");
        assertThat(failing(new CancellationException())).isEqualTo(130);
        assertThat(text(err).strip()).isEqualTo("cancelled");
        assertThat(failing(new RunFolderException("the disk is full", "Free some space."))).isOne();
        assertThat(text(err).lines())
                .containsExactly("error: the disk is full", "Free some space.");
        assertThat(failing(new IllegalStateException())).isOne();
        assertThat(text(err)).contains("IllegalStateException", "--verbose").doesNotContain("\tat");
    }

    @Test
    void verboseShowsTheStackTrace() {
        assertThat(failing(new IllegalStateException("odd"), "--verbose")).isOne();
        assertThat(text(err)).contains("error: odd", "\tat ");
    }

    private int failing(Exception e, String... options) {
        err.reset();
        CommandLine line = Ldm.commandLine(context());
        line.addSubcommand(new Failing(e));
        return line.execute(
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("fail"),
                                java.util.Arrays.stream(options))
                        .toArray(String[]::new));
    }

    @Command(name = "fail")
    private record Failing(Exception e) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw e;
        }
    }

    private void makeRun(String name, Event end) throws IOException {
        try (RunFolder run = RunFolder.create(temp.resolve(name), "stage: autoencoder")) {
            run.append(
                    new Event.Started(
                            1000, 0, 100, "autoencoder", "", "cpu", "fp32", 2, "", 1, 1, 1));
            run.append(new Event.Evaluation(1500, 5, Map.of("val_psnr", 20.5)));
            run.append(end);
        }
    }

    private int run(String... args) {
        return Ldm.commandLine(context()).execute(args);
    }

    private CommandContext context() {
        return CommandContext.of(
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                () -> {
                    throw new IllegalStateException("these tests need no engine");
                });
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
