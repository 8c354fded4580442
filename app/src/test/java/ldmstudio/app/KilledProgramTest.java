package ldmstudio.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import ldmstudio.app.workspace.ConfigFolder;
import ldmstudio.app.workspace.Preferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real program, killed in the middle of its work, goes on where it was. */
@Timeout(180)
class KilledProgramTest {
    private static final String PROMPT = "a yellow house on the grass under the sun";

    @TempDir Path folder;

    @Test
    void whatWasTypedQueuedAndArrangedIsThereAgainAndNoWorkerIsLeftBehind() throws Exception {
        Path config = folder.resolve("config");
        try (Closing preferences = new Closing(Preferences.load(config, Runnable::run))) {
            preferences.kept().update(s -> s.withWorkspace(folder.resolve("work").toString()));
        }
        String model;
        List<ProcessHandle> workers;
        try (Program program = new Program(config)) {
            program.until("click door-demo", "done"::equals);
            program.until("type sample-prompt " + PROMPT, "done"::equals);
            program.until("type sample-negative-prompt night", "done"::equals);
            program.until("type sample-seed 4711", "done"::equals);
            program.until("size 1200 760", "done"::equals);
            for (int i = 0; i < 3; i++) {
                program.until("click sample", "done"::equals);
            }
            program.until("text queue-item-2", "shown"::equals);
            model = program.ask("text sample-run");
            // What is remembered is written within half a second of the last change.
            TimeUnit.MILLISECONDS.sleep(1500);
            workers = program.process().descendants().toList();
            assertThat(workers).as("a worker draws").isNotEmpty();
            program.process().destroyForcibly().waitFor();
        }
        for (ProcessHandle worker : workers) {
            // It ends when it hears nothing more from the studio.
            worker.onExit().get(30, TimeUnit.SECONDS);
        }
        try (Program again = new Program(config)) {
            again.until("text sample-prompt", PROMPT::equals);
            assertThat(again.ask("text sample-negative-prompt")).isEqualTo("night");
            assertThat(again.ask("text sample-run")).isEqualTo(model);
            assertThat(again.ask("text queue-item-0"))
                    .as("what was being drawn")
                    .isEqualTo("shown");
            assertThat(again.ask("text queue-item-2")).isEqualTo("shown");
            assertThat(again.ask("window")).isEqualTo("1200 760");
            List<ProcessHandle> left = again.process().descendants().toList();
            again.process().destroyForcibly().waitFor();
            for (ProcessHandle worker : left) {
                worker.onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private record Closing(Preferences kept) implements AutoCloseable {
        @Override
        public void close() {
            kept.close();
        }
    }

    /** One start of the program, with its own screen in memory. */
    private static final class Program implements AutoCloseable {
        private final Process process;
        private final BufferedWriter deeds;
        private final BufferedReader answers;

        Program(Path config) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of(
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx1g",
                            "-Dglass.platform=Monocle",
                            "-Dmonocle.platform=Headless",
                            "-Dprism.order=sw",
                            "-Dldmstudio.worker.options=-Dldmstudio.threads=1",
                            "-Dldmstudio.cache="
                                    + System.getProperty(
                                            "ldmstudio.cache", config.resolve("cache").toString()),
                            "-D" + ConfigFolder.PROPERTY + "=" + config,
                            "ldmstudio.app.testing.ProgramByHand"));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            Files.createDirectories(config);
            builder.redirectError(config.resolve("program.log").toFile());
            process = builder.start();
            deeds = process.outputWriter(StandardCharsets.UTF_8);
            answers = process.inputReader(StandardCharsets.UTF_8);
        }

        Process process() {
            return process;
        }

        String ask(String deed) throws IOException {
            deeds.write(deed + "\n");
            deeds.flush();
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith("=")) {
                    return line.substring(1);
                }
            }
            throw new AssertionError("the program ended before it answered " + deed);
        }

        /** Asks until the answer fits; what the window is still building is asked for again. */
        void until(String deed, Predicate<String> fits) throws IOException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            String answer = ask(deed);
            while (!fits.test(answer)) {
                assertThat(System.nanoTime()).as(deed + ": " + answer).isLessThan(end);
                LockSupport.parkNanos(30_000_000);
                answer = ask(deed);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
