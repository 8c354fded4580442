package ldmstudio.app.screen.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import ldmstudio.app.control.PictureRows;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingScreensTest {
    @TempDir Path folder;

    private Path runs() {
        return folder.resolve("work").resolve("runs");
    }

    private static void open(StudioWindow window, String screen, Path run) {
        Fx.run(() -> window.context().navigator().show(screen, new OpenRequest.Run(run)));
    }

    private static void waitForWord(StudioWindow window, String word) {
        Fx.await(
                "the word " + word,
                () ->
                        window.scene().lookup("#run-word") instanceof Label label
                                && label.getText().equals(word));
    }

    private static void shot(StudioWindow window, String name) {
        TabPane charts = window.node("chart-tabs");
        Fx.run(
                () -> {
                    window.scene().getRoot().applyCss();
                    window.scene().getRoot().layout();
                    ((ChartBoard) charts).paintNow();
                });
        ScreenshotHarness.save(name, window.scene(), window.context().theme());
    }

    private static void choose(StudioWindow window, int tab) {
        TabPane charts = window.node("chart-tabs");
        Fx.run(() -> charts.getSelectionModel().select(tab));
    }

    @Test
    void aFinishedAutoencoderShowsPicturesCurvesAndTheMarker() throws Exception {
        Path run = TestRuns.autoencoder(runs().resolve("shapes-autoencoder-001"));
        try (StudioWindow window = StudioWindow.open(folder)) {
            open(window, "autoencoder", run);
            waitForWord(window, "Done");
            PictureRows previews = window.node("previews");
            Fx.await("three rows", () -> previews.rows().size() == 3);
            ChartBoard board = window.node("chart-tabs");
            assertThat(Fx.get(() -> board.charts().get(0).size("loss"))).isEqualTo(1000);
            assertThat(Fx.get(() -> board.charts().get(0).markers()))
                    .extracting(m -> m.label())
                    .contains("discriminator on");
            shot(window, "autoencoder-done");
            choose(window, 1);
            shot(window, "autoencoder-adversary");
            choose(window, 3);
            shot(window, "autoencoder-speed");
            window.click("preview-step-back");
            Label step = window.node("preview-step-label");
            assertThat(Fx.get(step::getText)).startsWith("step 9,000");
        }
    }

    @Test
    void aNewRunShowsRecipeFormAndProblems() throws Exception {
        try (StudioWindow window = StudioWindow.open(folder)) {
            Fx.run(() -> window.context().navigator().show("autoencoder"));
            Label estimate = window.node("estimate");
            Fx.await("an estimate", () -> estimate.getText().contains("steps"));
            shot(window, "autoencoder-new");
            TextField steps = window.node("field-training-max_train_steps");
            Fx.run(() -> steps.setText("many"));
            Button train = window.node("train");
            assertThat(Fx.get(train::isDisabled)).isTrue();
            ToggleButton at = window.node("disc-at");
            Fx.run(at::fire);
            TextField value = window.node("disc-at-value");
            Fx.run(() -> value.setText("700"));
            assertThat(Fx.get(() -> value.getText())).isEqualTo("700");
            shot(window, "autoencoder-problem");
            Fx.run(() -> steps.setText("900"));
            assertThat(Fx.get(train::isDisabled)).isFalse();
        }
    }

    @Test
    void aFailedAndACrashedRunSayWhyAndOfferToResume() throws Exception {
        Path failed = TestRuns.failedAutoencoder(runs().resolve("shapes-autoencoder-002"));
        Path crashed = TestRuns.crashedAutoencoder(runs().resolve("shapes-autoencoder-003"));
        try (StudioWindow window = StudioWindow.open(folder)) {
            open(window, "autoencoder", failed);
            waitForWord(window, "Failed");
            Label words = window.node("run-trouble-words");
            assertThat(Fx.get(words::getText))
                    .contains("became NaN")
                    .contains("Halve the learning rate")
                    .contains("step 6,000");
            Node resume = window.node("run-resume");
            assertThat(Fx.get(resume::isVisible)).isTrue();
            PictureRows previews = window.node("previews");
            Fx.await("rows", () -> previews.rows().size() == 3);
            shot(window, "autoencoder-failed");
            open(window, "autoencoder", crashed);
            waitForWord(window, "Crashed");
            assertThat(Fx.get(words::getText)).contains("killed");
            Fx.await("rows", () -> previews.rows().size() == 2);
            shot(window, "autoencoder-crashed");
        }
    }

    @Test
    void theDiffusionPageShowsSamplesBucketsAndTheHeatStrip() throws Exception {
        Path stage1 = TestRuns.autoencoder(runs().resolve("shapes-autoencoder-001"));
        Path run = TestRuns.diffusion(runs().resolve("shapes-diffusion-001"), stage1);
        try (StudioWindow window = StudioWindow.open(folder)) {
            open(window, "diffusion", run);
            waitForWord(window, "Done");
            PictureTiles tiles = window.node("previews");
            Fx.await("sixteen samples", () -> tiles.tiles().size() == 16);
            shot(window, "diffusion-done");
            choose(window, 1);
            shot(window, "diffusion-timesteps");
        }
    }

    @Test
    void stage2RefusesToStartWithoutAnAutoencoderInWords() throws Exception {
        try (StudioWindow window = StudioWindow.open(folder)) {
            Fx.run(() -> window.context().navigator().show("diffusion"));
            Label estimate = window.node("estimate");
            Fx.await("an obstacle", () -> estimate.getText().contains("autoencoder is missing"));
            Button train = window.node("train");
            assertThat(Fx.get(train::isDisabled)).isTrue();
            shot(window, "diffusion-new");
            TestRuns.autoencoder(runs().resolve("shapes-autoencoder-001"));
            ComboBox<?> choice = window.node("autoencoder-choice");
            Fx.await(
                    "the new run",
                    () -> String.valueOf(choice.getValue()).contains("shapes-autoencoder-001"));
            assertThat(Fx.get(train::isDisabled)).isFalse();
        }
    }
}
