package ldmstudio.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.testing.FakeWorkerMain;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ScreensTest {
    @Test
    void homeShowsItsDoorsAndSaysWhatIsMissing(@TempDir Path folder) {
        try (StudioWindow window = open(folder)) {
            assertThat(window.has("door-demo")).isTrue();
            assertThat(window.has("door-quick")).isTrue();
            assertThat(window.has("door-shapes")).isTrue();
            assertThat(window.has("door-pictures")).isTrue();
            ScreenshotHarness.save("home-empty", window.scene(), window.context().theme());
        }
    }

    @Test
    void theQuickStartTrainsBothStagesOneAfterTheOther(@TempDir Path folder) {
        try (StudioWindow window = open(folder)) {
            window.click("door-quick");
            var jobs = window.context().jobs();
            Fx.await("the first runs", () -> jobs.active().isPresent());
            assertThat(jobs.active().orElseThrow().stage()).isEqualTo("autoencoder");
            assertThat(Fx.get(jobs::queue))
                    .singleElement()
                    .satisfies(job -> assertThat(job.stage()).isEqualTo("diffusion"));
            Fx.get(() -> jobs.stopAll(false)).join();
        }
    }

    @Test
    void runsAreListedOpenedDeletedAndBroughtBack(@TempDir Path folder) throws Exception {
        Path runs = folder.resolve("work/runs");
        Path crashed = run(runs, "shapes-64-003", false, 4200);
        run(runs, "shapes-64-002", true, 10_000);
        run(runs, "faces-diffusion-001", true, 30_000);
        try (StudioWindow window = open(folder)) {
            window.click("rail-home");
            Fx.await("recent runs", () -> window.scene().lookup(".row-button .row-name") != null);
            Fx.await(
                    "the crash is offered",
                    () -> !window.context().notifications().history().isEmpty());
            ScreenshotHarness.save("home", window.scene(), window.context().theme());
            Notification offer = window.context().notifications().history().get(0);
            assertThat(offer.title()).contains("shapes-64-003");
            assertThat(offer.choices()).map(Notification.Choice::label).containsExactly("Resume");

            window.click("rail-runs");
            TableView<RunStatus> table = window.node("runs-table");
            Fx.await("three runs", () -> table.getItems().size() == 3);
            TextField filter = window.node("runs-filter");
            Fx.run(() -> filter.setText("crashed"));
            assertThat(Fx.get(() -> table.getItems().size())).isEqualTo(1);
            ScreenshotHarness.save("runs", window.scene(), window.context().theme());

            Fx.run(() -> table.getSelectionModel().select(0));
            window.click("run-delete");
            Fx.await("deleted", () -> !Files.exists(crashed));
            Fx.run(() -> filter.setText(""));
            Fx.await("two left", () -> table.getItems().size() == 2);
            Notification deleted = window.context().notifications().history().get(0);
            Fx.run(() -> deleted.choices().get(0).action().run());
            Fx.await("back", () -> Files.exists(crashed) && table.getItems().size() == 3);
            ScreenshotHarness.save("runs-all", window.scene(), window.context().theme());
        }
        try (StudioWindow again = open(folder)) {
            Fx.await("runs again", () -> again.context().navigator().current().equals("runs"));
            assertThat(again.context().notifications().history())
                    .as("the same crash is not offered twice")
                    .isEmpty();
        }
    }

    @Test
    void anEmptyWorkspaceSaysHowRunsComeIntoBeing(@TempDir Path folder) {
        try (StudioWindow window = open(folder)) {
            window.click("rail-runs");
            Fx.await("the words", () -> window.scene().lookup("#runs-go-home") != null);
            ScreenshotHarness.save("runs-empty", window.scene(), window.context().theme());
            window.click("runs-go-home");
            assertThat(window.context().navigator().current()).isEqualTo("home");
        }
    }

    @Test
    void settingsShowTheMachineAndRememberTheTheme(@TempDir Path folder) {
        try (StudioWindow window = open(folder)) {
            window.click("rail-settings");
            TextArea report = window.node("device-report");
            Fx.await("the report", () -> report.getText().contains("test processor"));
            ScreenshotHarness.save("settings", window.scene(), window.context().theme());
            window.click("theme-dark");
            assertThat(Fx.get(() -> window.context().theme().isDark())).isTrue();
        }
        try (StudioWindow again = open(folder)) {
            assertThat(Fx.get(() -> again.context().theme().isDark())).isTrue();
            Fx.run(() -> again.context().theme().choose(ldmstudio.app.theme.ThemeChoice.LIGHT));
        }
    }

    private static StudioWindow open(Path folder) {
        return StudioWindow.open(
                folder, work -> WorkerClient.start(FakeWorkerMain.command(), work));
    }

    private static Path run(Path runs, String name, boolean finished, long step) throws Exception {
        String stage = name.contains("diffusion") ? "diffusion" : "autoencoder";
        long now = System.currentTimeMillis() - step;
        try (RunFolder folder = RunFolder.create(runs.resolve(name), "stage: " + stage + "\n")) {
            folder.append(
                    new Event.Started(
                            now - 3_600_000,
                            0,
                            finished ? step : 10_000,
                            stage,
                            "0.1.0",
                            "cpu",
                            "bf16",
                            2,
                            "f",
                            20_000,
                            1_000_000,
                            1));
            folder.append(new Event.Step(now, step, Map.of("loss", 0.0832, "learning_rate", 1e-4)));
            folder.append(
                    stage.equals("diffusion")
                            ? new Event.Evaluation(now, step, Map.of("val_loss", 0.1021))
                            : new Event.Evaluation(now, step, Map.of("val_psnr", 27.31)));
            folder.append(new Event.CheckpointSaved(now, step - 200, "checkpoints/step-00004000"));
            if (finished) {
                folder.append(new Event.Finished(now, step, false));
            }
        }
        return runs.resolve(name);
    }
}
