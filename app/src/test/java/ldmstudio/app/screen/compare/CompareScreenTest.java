package ldmstudio.app.screen.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareScreenTest {
    @TempDir Path folder;
    private final DrawingWorker worker = new DrawingWorker();

    private void shot(StudioWindow window, String name) {
        ScreenshotHarness.save(name, window.scene(), window.context().theme());
    }

    private static String text(StudioWindow window, String id) {
        Label label = window.node(id);
        return Fx.get(label::getText);
    }

    private static Image image(StudioWindow window, String id) {
        return Fx.get(
                () ->
                        window.scene().lookup("#" + id) instanceof ViewportPane pane
                                ? pane.image()
                                : null);
    }

    private Path run(String name) throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = runs.resolve("shapes-autoencoder-001");
        if (!stage1.toFile().exists()) {
            TestRuns.autoencoder(stage1);
        }
        return TestRuns.diffusion(runs.resolve(name), stage1, "shapes_text");
    }

    @Test
    void panesAreAddedDrawnLookedAtInEveryWayAndComeBack() throws Exception {
        Path first = run("shapes-text-001");
        Path second = run("shapes-text-002");
        try (StudioWindow window = StudioWindow.open(folder, work -> worker)) {
            Fx.run(() -> window.context().navigator().show(CompareScreen.ID));
            shot(window, "compare-empty");
            window.click("compare-add-first");
            MenuButton add = window.node("compare-add");
            Fx.await("the runs", () -> add.getItems().size() > 4);
            assertThat(add.getItems())
                    .extracting(MenuItem::getText)
                    .contains("Demo model, comes with the studio");
            Fx.run(
                    () -> {
                        add.hide();
                        add.getItems().get(0).fire();
                        add.getItems().get(1).fire();
                    });
            Fx.await("two panes", () -> window.scene().lookup("#compare-pane-B") != null);
            assertThat(Fx.get(() -> window.<MenuButton>node("compare-model-A").getText()))
                    .isIn("shapes-text-001", "shapes-text-002");
            Fx.await("what they know", () -> worker.asked(Request.Load.class).size() == 2);
            assertThat(worker.asked(Request.Load.class))
                    .extracting(Request.Load::modelPath)
                    .containsExactlyInAnyOrder(first.toString(), second.toString());

            // One value of pane B alone, set by its letter.
            window.click("compare-scope-B");
            ToggleButton scope = window.node("compare-scope-B");
            assertThat(scope.isSelected()).isTrue();
            assertThat(window.<ToggleButton>node("compare-scope-all").isSelected()).isFalse();
            TextField guidance = window.node("compare-guidance_scale-field");
            Fx.run(
                    () -> {
                        guidance.setText("6");
                        guidance.fireEvent(new javafx.event.ActionEvent());
                    });
            assertThat(window.has("compare-own-B-guidance_scale")).isTrue();
            assertThat(window.has("compare-own-A-guidance_scale")).isFalse();
            window.press(KeyCode.ENTER, true, false);
            Fx.await(
                    "both drawn",
                    () ->
                            window.scene().lookup("#compare-status-B") instanceof Label label
                                    && label.getText().contains("guidance 6"));
            assertThat(text(window, "compare-status-A")).contains("seed 0", "DDIM", "guidance 3");
            assertThat(image(window, "compare-picture-A").getWidth()).isEqualTo(32);
            shot(window, "compare-done");

            for (String look : List.of("slider", "blink", "difference")) {
                window.click("compare-look-" + look);
                Fx.await(
                        look,
                        () ->
                                window.scene().lookup("#compare-pair-words") instanceof Label l
                                        && !l.getText().isEmpty());
                shot(window, "compare-" + look);
            }
            assertThat(text(window, "compare-pair-states"))
                    .startsWith("A  seed 0")
                    .contains("\nB  seed 0", "guidance 6");
            assertThat(text(window, "compare-pair-words"))
                    .contains("|A − B| × 4")
                    .contains("Largest difference")
                    .contains("of the pixels differ");

            // Removed by its cross, back by Ctrl+Z.
            window.click("compare-look-side_by_side");
            window.click("compare-remove-B");
            assertThat(window.has("compare-pane-B")).isFalse();
            window.press(KeyCode.Z, true, false);
            assertThat(window.has("compare-pane-B")).isTrue();
        }
        try (StudioWindow window = StudioWindow.open(folder, work -> new DrawingWorker())) {
            assertThat(window.context().navigator().current()).isEqualTo(CompareScreen.ID);
            assertThat(window.has("compare-own-B-guidance_scale")).isTrue();
        }
    }

    @Test
    void sixPanesOfWhichOneFailsOneIsAPictureAndOneIsDrawnAreCancelledAtOnce() throws Exception {
        Path png = folder.resolve("older picture.png");
        run("shapes-text-001");
        try (StudioWindow window = StudioWindow.open(folder, work -> worker)) {
            Path runs = folder.resolve("work").resolve("runs");
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            CompareScreen.ID,
                                            new ldmstudio.app.shell.OpenRequest.Compare(
                                                    List.of(
                                                            runs.resolve("shapes-text-001"),
                                                            runs.resolve("broken"),
                                                            runs.resolve("flow"),
                                                            runs.resolve("shapes-text-001")))));
            Fx.await("asked", () -> worker.asked(Request.Load.class).size() >= 3);
            window.click("compare-draw");
            Fx.await(
                    "drawn",
                    () ->
                            window.scene().lookup("#compare-status-D") instanceof Label label
                                    && label.getText().contains("seed"));
            PngFiles.write(
                    DrawingWorker.picture(
                            worker.asked(Request.Sample.class).get(0).settings(), 3, 0.1),
                    java.util.Map.of(),
                    png);
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            CompareScreen.ID,
                                            new ldmstudio.app.shell.OpenRequest.Compare(
                                                    List.of(
                                                            png,
                                                            runs.resolve("shapes-text-001")))));
            worker.hold = true;
            Fx.run(() -> window.<TextField>node("compare-seed").setText("11"));
            Fx.await(
                    "a live draft in the middle",
                    () ->
                            window.scene().lookup("#compare-status-A") instanceof Label label
                                    && label.getText().startsWith("step 6"));
            assertThat(text(window, "compare-status-D")).isEqualTo("waits for its turn");
            assertThat(window.has("compare-own-sampler-C")).isFalse();
            shot(window, "compare-busy");
            Button cancel = window.node("compare-cancel");
            Fx.run(cancel::fire);
            Fx.await(
                    "cancelled",
                    () ->
                            window.scene().lookup("#compare-status-D") instanceof Label label
                                    && label.getText().startsWith("cancelled"));
            worker.hold = false;
            window.click("compare-draw");
            Fx.await("trouble", () -> window.scene().lookup("#compare-own-sampler-C") != null);
            assertThat(window.has("compare-retry-B")).isTrue();
            Fx.await(
                    "the last one",
                    () ->
                            window.scene().lookup("#compare-status-F") instanceof Label label
                                    && label.getText().contains("seed 11"));
            shot(window, "compare-failed");
            window.click("compare-own-sampler-C");
            Fx.await(
                    "drawn with its own sampler",
                    () ->
                            window.scene().lookup("#compare-status-C") instanceof Label label
                                    && label.getText().contains("Flow-match Euler"));
            Node own = window.node("compare-own-C-sampler");
            assertThat(own.getAccessibleText()).contains("press to link it again");
        }
    }
}
