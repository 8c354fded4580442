package ldmstudio.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Label;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.testing.FakeWorkerMain;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child process trains (in pretence) while the real window shows it. */
@Timeout(120)
class TrainingInTheWindowTest {
    private final AtomicReference<WorkerClient> last = new AtomicReference<>();

    @Test
    void theJobsBarShowsARunAndSurvivesItsKilling(@TempDir Path folder) {
        try (StudioWindow window = open(folder)) {
            JobCenter jobs = window.context().jobs();
            TrainingJob job = Fx.get(() -> jobs.train(Recipes.named("shapes_autoencoder").read()));
            Fx.run(() -> jobs.train(Recipes.named("shapes_autoencoder").read()));
            Fx.run(() -> jobs.setQueuePaused(true));
            Label steps = window.node("jobs-steps");
            Fx.await("steps in the bar", () -> steps.getText().startsWith("4,"));
            Fx.await("n/N in the title", () -> window.stage().getTitle().contains("/ 10,000"));
            ScreenshotHarness.save("jobs", window.scene(), window.context().theme());

            window.click("jobs-pause");
            Fx.await("paused", () -> job.state() == JobState.PAUSED);
            window.click("jobs-queue");
            window.click("queue-remove-0");
            assertThat(Fx.get(jobs::queue)).isEmpty();
            ScreenshotHarness.save("queue", window.scene(), window.context().theme());
            window.click("queue-undo");
            assertThat(Fx.get(jobs::queue)).hasSize(1);
            ScreenshotHarness.save("queue-back", window.scene(), window.context().theme());
            window.click("jobs-queue");

            ProcessHandle.of(last.get().pid()).orElseThrow().destroyForcibly();
            Fx.await("crashed", () -> job.state() == JobState.CRASHED);
            Fx.await(
                    "told",
                    () ->
                            window.context().notifications().history().stream()
                                    .anyMatch(n -> n.title().contains("is gone")));
            ScreenshotHarness.save("crash", window.scene(), window.context().theme());
            assertThat(window.stage().isShowing()).isTrue();
        }
    }

    @Test
    void closingTheWindowAsksAboutTheRunAndStopsItWithACheckpoint(@TempDir Path folder) {
        StudioWindow window = open(folder);
        JobCenter jobs = window.context().jobs();
        TrainingJob job = Fx.get(() -> jobs.train(Recipes.named("shapes_autoencoder").read()));
        Fx.await("training", () -> job.state() == JobState.RUNNING);
        Fx.run(() -> window.context().actions().find("studio.quit").orElseThrow().fire());
        assertThat(Fx.get(() -> window.node("close-prompt").isVisible())).isTrue();
        assertThat(Fx.get(() -> window.stage().isShowing())).isTrue();
        ScreenshotHarness.save("close", window.scene(), window.context().theme());
        window.click("close-cancel");
        assertThat(job.state()).isEqualTo(JobState.RUNNING);

        Fx.run(() -> window.context().actions().find("studio.quit").orElseThrow().fire());
        window.click("close-save");
        Fx.await("closed", () -> !window.stage().isShowing());
        assertThat(job.state()).isEqualTo(JobState.STOPPED);
        assertThat(last.get().ended().join().expected()).isTrue();
        window.close();
    }

    private StudioWindow open(Path folder) {
        return StudioWindow.open(
                folder,
                work -> {
                    WorkerClient client = WorkerClient.start(FakeWorkerMain.command(), work);
                    last.set(client);
                    return client;
                });
    }
}
