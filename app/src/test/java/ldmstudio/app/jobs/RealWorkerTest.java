package ldmstudio.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The window and the real engine: a training is killed, resumed, paused, and stopped. */
@Tag("slow")
@Timeout(600)
class RealWorkerTest {
    private static final long MINUTES = 4;

    private final AtomicReference<WorkerClient> last = new AtomicReference<>();

    @Test
    void aKilledTrainingGoesOnFromItsCheckpoint(@TempDir Path folder) throws Exception {
        RunConfig config =
                RunConfigs.withOverrides(
                        Recipes.named("shapes_autoencoder").read(),
                        List.of(
                                "training.batch_size=4",
                                "training.max_train_steps=100000",
                                "training.checkpoint_every=5",
                                "training.evaluate_every=100000"));
        try (StudioWindow window = StudioWindow.withWorker(folder, last::set)) {
            JobCenter jobs = window.context().jobs();
            TrainingJob job = Fx.get(() -> jobs.train(config));
            Fx.await("steps and a checkpoint", MINUTES, () -> status(job).checkpointStep() >= 5);
            ProcessHandle.of(last.get().pid()).orElseThrow().destroyForcibly();
            Fx.await("crashed", MINUTES, () -> job.state() == JobState.CRASHED);
            assertThat(status(job).state()).isEqualTo(RunState.CRASHED);

            Fx.await("told", () -> !window.context().notifications().history().isEmpty());
            Notification told = window.context().notifications().history().get(0);
            assertThat(told.text()).contains("signal 9");
            long before = status(job).checkpointStep();
            Fx.run(() -> told.choices().get(0).action().run());
            Fx.await("goes on", MINUTES, () -> status(job).checkpointStep() > before);

            TrainingJob resumed = Fx.get(() -> jobs.active().orElseThrow());
            Fx.get(resumed::pause).join();
            Fx.await("paused", MINUTES, () -> resumed.state() == JobState.PAUSED);
            Fx.get(() -> resumed.set("learning_rate", "5e-5")).join();
            Fx.get(resumed::proceed).join();
            Fx.get(() -> jobs.stop(resumed, true)).join();
            Fx.await("stopped", MINUTES, () -> resumed.state() == JobState.STOPPED);
            assertThat(status(job).checkpointStep()).isEqualTo(status(job).step());
            assertThat(last.get().ended().join().exitCode()).isZero();
        }
    }

    private static RunStatus status(TrainingJob job) {
        try {
            return RunStatus.of(job.folder());
        } catch (ldmstudio.engine.run.RunFolderException notYet) {
            return new RunStatus(
                    job.folder(),
                    job.name(),
                    RunState.CREATED,
                    "",
                    0,
                    0,
                    java.util.Map.of(),
                    java.util.Map.of(),
                    Double.NaN,
                    -1,
                    -1,
                    0,
                    0,
                    "",
                    "");
        }
    }
}
