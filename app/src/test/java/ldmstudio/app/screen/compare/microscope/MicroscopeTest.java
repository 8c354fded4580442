package ldmstudio.app.screen.compare.microscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import ldmstudio.app.screen.compare.CompareScreen;
import ldmstudio.app.screen.compare.DrawingWorker;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroscopeTest {
    @TempDir Path folder;
    private final DrawingWorker worker = new DrawingWorker();

    private void shot(StudioWindow window, String name) {
        ScreenshotHarness.save(name, window.scene(), window.context().theme());
    }

    private static String text(StudioWindow window, String id) {
        Label label = window.node(id);
        return Fx.get(label::getText);
    }

    private static boolean shows(StudioWindow window, String id, String words) {
        return window.scene().lookup("#" + id) instanceof Label label
                && label.getText().contains(words);
    }

    @Test
    void aSamplingIsFollowedBranchedAndHeldAgainstAnother() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-text-001"), stage1, "shapes_text");
        try (StudioWindow window = StudioWindow.open(folder, work -> worker)) {
            Fx.run(() -> window.context().navigator().show(CompareScreen.ID));
            window.click("compare-tab-microscope");
            shot(window, "microscope-empty");
            MenuButton models = window.node("microscope-model");
            Fx.run(models::show);
            Fx.await(
                    "the run",
                    () ->
                            models.getItems().get(0).getText().startsWith("shapes-text-001")
                                    || refill(models));
            Fx.run(
                    () -> {
                        models.hide();
                        models.getItems().get(0).fire();
                        window.<javafx.scene.control.TextArea>node("microscope-prompt-first")
                                .setText("a red circle");
                    });
            assertThat(Fx.get(models::getText)).isEqualTo("shapes-text-001");
            TextField own = window.node("microscope-guidance_scale-first-field");
            Fx.await("what its own run used", () -> own.getText().equals("3"));
            window.press(KeyCode.ENTER, true, false);
            Fx.await("the result", () -> window.scene().lookup("#microscope-trunk-12") != null);
            assertThat(worker.asked(Request.Trajectory.class).get(0).branchAt()).isEqualTo(-1);
            assertThat(text(window, "microscope-words")).contains("after all 12 steps");

            // Look at step 8 and let another way leave there, with another guidance.
            Fx.run(
                    () ->
                            ((javafx.scene.control.Slider) window.node("microscope-step"))
                                    .setValue(8));
            Fx.await("step 8", () -> shows(window, "microscope-words", "after 8 of 12 steps"));
            window.click("microscope-branch-here");
            TextField guidance = window.node("microscope-guidance_scale-second-field");
            Fx.run(
                    () -> {
                        guidance.setText("7.5");
                        guidance.fireEvent(new javafx.event.ActionEvent());
                    });
            window.click("microscope-follow");
            Fx.await("the branch", () -> window.scene().lookup("#microscope-branch-12") != null);
            Request.Trajectory asked = worker.asked(Request.Trajectory.class).get(1);
            assertThat(asked.branchAt()).isEqualTo(8);
            assertThat(asked.branch().guidanceScale()).isEqualTo(7.5);
            assertThat(asked.branch().seed()).isEqualTo(asked.settings().how().seed());
            assertThat(asked.settings().prompts()).containsExactly("a red circle");
            Fx.run(
                    () ->
                            ((javafx.scene.control.Slider) window.node("microscope-step"))
                                    .setValue(10));
            Fx.await("apart", () -> shows(window, "microscope-words", "distance of x_t 0.120"));
            ldmstudio.app.chart.LiveChart chart = window.node("microscope-chart");
            assertThat(Fx.get(() -> chart.size("x_t"))).isEqualTo(5);
            Fx.run(chart::paintNow);
            shot(window, "microscope-branch");

            // Two samplers from the same noise, cancelled in the middle.
            worker.hold = true;
            window.click("microscope-kind-beside");
            window.click("microscope-follow");
            Fx.await("in the middle", () -> window.scene().lookup("#microscope-trunk-12") != null);
            asked = worker.asked(Request.Trajectory.class).get(2);
            assertThat(asked.branchAt()).isZero();
            assertThat(asked.branch().sampler()).isEqualTo("euler");
            shot(window, "microscope-busy");
            window.press(KeyCode.ESCAPE, false, false);
            Fx.await("cancelled", () -> window.node("microscope-cancel").isDisabled());
            assertThat(window.has("microscope-trunk-12")).isTrue();
        }
        try (StudioWindow window = StudioWindow.open(folder, work -> new DrawingWorker())) {
            window.click("compare-tab-microscope");
            assertThat(Fx.get(() -> window.<MenuButton>node("microscope-model").getText()))
                    .isEqualTo("shapes-text-001");
            TextField guidance = window.node("microscope-guidance_scale-second-field");
            assertThat(Fx.<String>get(() -> guidance.getText())).isEqualTo("7.5");
        }
    }

    /** The list was still being read when the menu opened. */
    private static boolean refill(MenuButton models) {
        models.hide();
        models.show();
        return false;
    }

    @Test
    void aModelThatCannotBeLoadedSaysWhyInPlace() {
        try (StudioWindow window = StudioWindow.open(folder, work -> worker)) {
            MicroscopeViewModel model =
                    new MicroscopeViewModel(
                            window.context().runner(),
                            work -> worker,
                            window.context().preferences(),
                            () -> folder);
            Fx.run(
                    () -> {
                        model.choose(folder.resolve("broken"), "broken");
                        model.follow();
                    });
            Fx.await(
                    "failed",
                    () -> model.phaseProperty().get() == MicroscopeViewModel.Phase.FAILED);
            assertThat(model.trouble().words()).contains("damaged");
            assertThat(model.trouble().hint()).isEqualTo("Choose an older checkpoint.");
            assertThat(List.of(model.trunk().size(), model.branch().size())).containsOnly(0);
        }
    }
}
