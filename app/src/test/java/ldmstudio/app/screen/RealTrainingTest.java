package ldmstudio.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.screen.training.ChartBoard;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way through the real window with real workers, much shortened. */
@Tag("slow")
class RealTrainingTest {
    private static final long PATIENCE_MINUTES = 4;

    @TempDir Path folder;

    private static void set(StudioWindow window, String id, String text) {
        TextField field = window.node(id);
        Fx.run(() -> field.setText(text));
    }

    private static void await(
            StudioWindow window, String what, java.util.function.BooleanSupplier condition) {
        Fx.await(
                what,
                PATIENCE_MINUTES,
                () -> {
                    if (says(window, "run-word", "Failed") || says(window, "run-word", "Crashed")) {
                        throw new AssertionError(
                                ((Label) window.scene().lookup("#run-trouble-words")).getText());
                    }
                    return condition.getAsBoolean();
                });
    }

    private static boolean says(StudioWindow window, String id, String text) {
        return window.scene().lookup("#" + id) instanceof Label l && l.getText().contains(text);
    }

    @Test
    void fromShapesToNewPicturesInOneWindow() {
        try (StudioWindow window = StudioWindow.withWorker(folder)) {
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            "autoencoder",
                                            new OpenRequest.Recipe("shapes_autoencoder", false)));
            set(window, "field-training-max_train_steps", "24");
            set(window, "field-training-evaluate_every", "12");
            set(window, "field-training-checkpoint_every", "12");
            Button train = window.node("train");
            await(window, "ready", () -> !train.isDisabled());
            window.click("train");
            await(window, "training", () -> says(window, "run-word", "Training"));
            ToggleButton on = window.node("disc-now");
            await(
                    window,
                    "a switch",
                    () -> !on.isDisabled() && says(window, "run-progress", "step"));
            Fx.run(on::fire);
            await(
                    window,
                    "the discriminator is on",
                    () -> says(window, "disc-state", "on since step"));
            await(window, "done", () -> says(window, "run-word", "Done"));
            ChartBoard board = window.node("chart-tabs");
            assertThat(Fx.get(() -> board.charts().get(0).markers()))
                    .anyMatch(m -> m.label().equals("discriminator on"));
            Fx.run(board::paintNow);
            ScreenshotHarness.save("real-autoencoder", window.scene(), window.context().theme());

            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            "diffusion",
                                            new OpenRequest.Recipe("shapes_diffusion", false)));
            set(window, "field-training-max_train_steps", "24");
            set(window, "field-training-evaluate_every", "12");
            set(window, "field-training-checkpoint_every", "12");
            await(window, "ready", () -> !((Button) window.scene().lookup("#train")).isDisabled());
            window.click("train");
            await(window, "done", () -> says(window, "run-word", "Done"));
            await(
                    window,
                    "samples",
                    () ->
                            window.scene().lookup("#previews") instanceof PictureTiles t
                                    && !t.tiles().isEmpty());
            Fx.run(() -> ((ChartBoard) window.scene().lookup("#chart-tabs")).paintNow());
            ScreenshotHarness.save("real-diffusion", window.scene(), window.context().theme());

            Fx.run(() -> window.context().navigator().show("playground"));
            await(
                    window,
                    "a model",
                    () -> window.scene().lookup("#sample") instanceof Button b && !b.isDisabled());
            TextField steps = window.node("sample-steps-field");
            Fx.run(
                    () -> {
                        steps.setText("8");
                        steps.fireEvent(new javafx.event.ActionEvent());
                    });
            window.click("sample");
            await(window, "saved", () -> says(window, "sample-status", "saved in"));
            assertThat(
                            Fx.get(
                                    () ->
                                            ((PictureTiles) window.scene().lookup("#sample-tiles"))
                                                    .tiles()))
                    .isNotEmpty()
                    .allMatch(t -> !t.caption().isEmpty());
            ScreenshotHarness.save("real-playground", window.scene(), window.context().theme());
        }
    }
}
