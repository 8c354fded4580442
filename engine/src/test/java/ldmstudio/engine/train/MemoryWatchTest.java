package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.TrainingConfig;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Recompute;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryWatchTest {
    @TempDir Path folder;

    private static TrainingConfig training(String... overrides) {
        return TinyRuns.stage1(overrides).training();
    }

    @Test
    void aStepThatWouldStarveTheMachineIsRefusedWithTheWaysOut() {
        double[] left = {8000};
        MemoryWatch watch = new MemoryWatch(() -> left[0], 24_000, training());
        watch.beginStep();
        assertThatCode(watch::run).doesNotThrowAnyException();
        left[0] = 700;
        assertThatThrownBy(watch::run)
                .isInstanceOf(MemoryShortageException.class)
                .hasMessageContaining("0.7 GiB are left")
                .extracting(e -> ((MemoryShortageException) e).hint())
                .asString()
                .contains("training.gradient_checkpointing: true")
                .contains("training.batch_size")
                .contains("training.gradient_accumulation_steps");
    }

    @Test
    void waysThatAreTakenAlreadyAreNotOffered() {
        assertThat(MemoryWatch.hint(training("training.gradient_checkpointing=true")))
                .doesNotContain("gradient_checkpointing")
                .contains("batch_size");
        assertThat(
                        MemoryWatch.hint(
                                training(
                                        "training.gradient_checkpointing=true",
                                        "training.batch_size=1")))
                .isEqualTo("Train a smaller network, or smaller pictures.");
    }

    @Test
    void laterStepsAreWatchedOnlyWhereMemoryIsShort() {
        double[] left = {20_000};
        MemoryWatch watch = new MemoryWatch(() -> left[0], 24_000, training());
        for (int step = 0; step < 3; step++) {
            watch.beginStep();
        }
        left[0] = 100;
        assertThatCode(watch::run).doesNotThrowAnyException();
        watch.beginStep();
        assertThatThrownBy(watch::run).isInstanceOf(MemoryShortageException.class);
    }

    @Test
    void nothingIsRefusedWhereMemoryIsUnknown() {
        MemoryWatch watch = new MemoryWatch(() -> Double.NaN, Double.NaN, training());
        watch.beginStep();
        assertThatCode(watch::run).doesNotThrowAnyException();
    }

    @Test
    void itIsAskedBeforeEveryBlock() {
        try (Ops ops = Ops.cpu();
                Scope scope = Scope.open()) {
            int[] asked = {0};
            Recompute.watch(ops, () -> asked[0]++);
            Recompute.plain(ops, in -> ops.silu(in[0]), ops.ones(2));
            assertThat(asked).containsExactly(1);
        }
    }

    @Test
    void aRunWritesItsPeakToTheCurve() throws Exception {
        RunConfig config = TinyRuns.stage2("training.max_train_steps=1");
        Path run = folder.resolve("runs/peak");
        try (Trainings.Ready ready = Trainings.start(config, run)) {
            ready.run(new TrainingObserver() {});
        }
        assertThat(TrainingRunTest.events(run))
                .anySatisfy(
                        event -> {
                            assertThat(event).isInstanceOf(Event.Step.class);
                            var metrics = ((Event.Step) event).metrics();
                            assertThat(metrics.get("peak_memory_mib"))
                                    .isGreaterThanOrEqualTo(metrics.get("memory_mib"));
                        });
    }
}
