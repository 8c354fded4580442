package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir Path temp;
    private Path dir;

    @BeforeEach
    void choose() {
        dir = temp.resolve("runs").resolve("my run");
    }

    @Test
    void aNewRunHoldsItsConfiguration() throws IOException {
        try (RunFolder run = RunFolder.create(dir, "stage: autoencoder\n")) {
            assertThat(run.runYaml()).hasContent("stage: autoencoder");
            assertThat(run.name()).isEqualTo("my run");
            assertThat(run.status().state()).isEqualTo(RunState.RUNNING);
        }
        assertThat(RunStatus.of(dir).state()).isEqualTo(RunState.CREATED);
    }

    @Test
    void aFolderWithAnotherRunIsRefusedAndUntouched() throws IOException {
        RunFolder.create(dir, "first").close();
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> RunFolder.create(dir, "second"))
                .withMessageContaining("holds another run");
        assertThat(dir.resolve("run.yaml")).hasContent("first");
    }

    @Test
    void aFolderWithOtherFilesIsRefused() throws IOException {
        Files.createDirectories(dir);
        Files.writeString(dir.resolve("holiday.jpg"), "x");
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> RunFolder.create(dir, "x"))
                .withMessageContaining("not an empty folder");
    }

    @Test
    void aFileInTheWayIsAnErrorInWords() throws IOException {
        Files.createDirectories(temp.resolve("runs"));
        Files.writeString(dir, "x");
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> RunFolder.create(dir, "x"))
                .withMessageContaining("my run");
    }

    @Test
    void whatIsNoRunIsNotOpened() {
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> RunFolder.open(temp))
                .withMessageContaining("not a run folder");
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> RunStatus.of(temp.resolve("absent")));
    }

    @Test
    void onlyOneWritesAndManyRead() throws IOException {
        try (RunFolder writer = RunFolder.create(dir, "x");
                RunFolder reader = RunFolder.open(dir)) {
            writer.append(new Event.Paused(1, 1));
            assertThat(reader.events().readAll()).containsExactly(new Event.Paused(1, 1));
            assertThatExceptionOfType(RunFolderException.class)
                    .isThrownBy(() -> RunFolder.openForWriting(dir))
                    .withMessageContaining("is being written");
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reader.append(new Event.Paused(1, 1)));
        }
        try (RunFolder again = RunFolder.openForWriting(dir)) {
            again.append(new Event.Resumed(2, 1));
            assertThat(again.events().readAll()).hasSize(2);
        }
    }

    @Test
    void theStatusFollowsTheEvents() throws IOException {
        try (RunFolder run = RunFolder.create(dir, "x")) {
            run.append(started(10, 0));
            run.append(new Event.Step(20, 5, Map.of("loss", 0.5)));
            run.append(new Event.Evaluation(30, 5, Map.of("val_psnr", 20.0)));
            run.append(new Event.Step(40, 9, Map.of("loss", 0.4)));
            run.append(new Event.Evaluation(45, 9, Map.of("val_psnr", 19.0)));
            run.append(new Event.CheckpointSaved(50, 9, "checkpoints/step-00000009"));
            RunStatus status = run.status();
            assertThat(status.state()).isEqualTo(RunState.RUNNING);
            assertThat(status.step()).isEqualTo(9);
            assertThat(status.totalSteps()).isEqualTo(100);
            assertThat(status.metrics()).containsEntry("loss", 0.4);
            assertThat(status.bestPsnr()).isEqualTo(20.0);
            assertThat(status.bestPsnrStep()).isEqualTo(5);
            assertThat(status.checkpointStep()).isEqualTo(9);
            assertThat(status.startedAt()).isEqualTo(10);
            assertThat(status.updatedAt()).isEqualTo(50);
            run.append(new Event.Paused(60, 9));
            assertThat(run.status().state()).isEqualTo(RunState.PAUSED);
            run.append(new Event.SettingChanged(61, 9, "max_train_steps", "200"));
            assertThat(run.status().totalSteps()).isEqualTo(200);
        }
        assertThat(RunStatus.of(dir).state()).isEqualTo(RunState.CRASHED);
    }

    @Test
    void eachEndHasItsState() throws IOException {
        assertThat(endingWith(new Event.Finished(9, 100, false)).state())
                .isEqualTo(RunState.FINISHED);
        assertThat(endingWith(new Event.Finished(9, 50, true)).state()).isEqualTo(RunState.STOPPED);
        RunStatus failed = endingWith(new Event.Failed(9, 7, "loss is NaN", "lower the rate", ""));
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.failure()).isEqualTo("loss is NaN");
        assertThat(failed.hint()).isEqualTo("lower the rate");
    }

    @Test
    void aResumedRunForgetsWhatCameAfterItsCheckpoint() {
        RunHistory history = new RunHistory(dir);
        history.add(started(1, 0));
        history.add(new Event.Evaluation(2, 50, Map.of("val_psnr", 20.0)));
        history.add(new Event.Evaluation(3, 90, Map.of("val_psnr", 30.0)));
        history.add(new Event.Failed(4, 95, "out of memory", "", ""));
        history.add(started(5, 50));
        RunStatus status = history.status(true);
        assertThat(status.state()).isEqualTo(RunState.RUNNING);
        assertThat(status.step()).isEqualTo(50);
        assertThat(status.bestPsnr()).isEqualTo(20.0);
        assertThat(status.failure()).isEmpty();
    }

    @Test
    void aRemovedFolderIsReportedAtTheNextEvent() throws IOException {
        RunFolder run = RunFolder.create(dir, "x");
        DurableFiles.deleteTree(dir);
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> run.append(new Event.Paused(1, 1)))
                .withMessageContaining("does not exist");
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> run.saveCheckpoint(1, 1, 0, d -> {}))
                .withMessageContaining("does not exist");
        assertThat(dir).doesNotExist();
        run.close();
    }

    @Test
    void aFullDiskIsNamed() {
        IOException full = new IOException("No space left on device");
        RunFolderException e = RunFolderException.of("write", dir, full);
        assertThat(e).hasMessageContaining("the disk is full").hasCause(full);
        assertThat(e.hint()).contains("Free some space");
    }

    @Test
    void pathsInEventsAreRelativeWithSlashes() throws IOException {
        try (RunFolder run = RunFolder.create(dir, "x")) {
            Path picture = run.previews(1000).resolve("input-00.png");
            assertThat(picture.getParent()).isDirectory();
            assertThat(run.relative(picture)).isEqualTo("previews/step-00001000/input-00.png");
        }
    }

    private RunStatus endingWith(Event end) throws IOException {
        try (RunFolder run = RunFolder.create(temp.resolve("run" + end.hashCode()), "x")) {
            run.append(started(1, 0));
            run.append(end);
            run.close();
            return run.status();
        }
    }

    private static Event started(long time, long step) {
        return new Event.Started(
                time, step, 100, "autoencoder", "0.1.0", "cpu", "fp32", 2, "f", 10, 10, 1);
    }
}
