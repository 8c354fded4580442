package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import ldmstudio.engine.cli.Ldm;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real child process is killed in the middle of a run and another one takes the run up. */
class KilledRunTest {
    private static final String STEPS = "training.max_train_steps=60";

    @TempDir Path folder;

    @Test
    void aKilledRunEndsInTheSameBitsAsAnUninterruptedOne() throws Exception {
        Path yaml = folder.resolve("tiny.yaml");
        Files.writeString(
                yaml, RunConfigs.write(TinyRuns.stage1(STEPS, "training.checkpoint_every=7")));
        Path whole = folder.resolve("runs/whole");
        assertThat(ldm("train", yaml.toString(), "--run", whole.toString()).waitFor()).isZero();

        Path killed = folder.resolve("runs/killed");
        Process first = ldm("train", yaml.toString(), "--run", killed.toString());
        awaitCheckpoint(first, killed);
        first.destroyForcibly().waitFor();
        assertThat(RunStatus.of(killed).state()).isEqualTo(RunState.CRASHED);
        assertThat(RunStatus.of(killed).step()).isLessThan(60);

        assertThat(ldm("resume", killed.toString()).waitFor()).isZero();
        assertThat(RunStatus.of(killed).state()).isEqualTo(RunState.FINISHED);
        TrainingRunTest.assertSameState(whole, killed, 60);
    }

    /** Waits for a complete checkpoint by watching the folder, as a person would. */
    private static void awaitCheckpoint(Process process, Path run)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!Files.isDirectory(run.resolve("checkpoints/step-00000014"))) {
            assertThat(process.isAlive()).as("the training is under way").isTrue();
            assertThat(System.nanoTime())
                    .as("a checkpoint within three minutes")
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static Process ldm(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ldm.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
