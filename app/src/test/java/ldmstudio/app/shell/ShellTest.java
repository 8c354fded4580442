package ldmstudio.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Font;
import ldmstudio.app.concurrent.AfterFrame;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
    @Test
    void opensOnHomeInBothThemesWithTheBundledFont(@TempDir Path folder) {
        try (StudioWindow window = StudioWindow.open(folder)) {
            assertThat(Font.getFamilies()).contains("Studio Sans", "Studio Mono");
            assertThat(window.context().navigator().current()).isEqualTo("home");
            ScreenshotHarness.save("shell", window.scene(), window.context().theme());
        }
    }

    @Test
    void thePaletteFindsACommandByAFewLettersAndRunsIt(@TempDir Path folder) {
        try (StudioWindow window = StudioWindow.open(folder)) {
            window.press(KeyCode.P, true, true);
            TextField query = window.node("palette-query");
            assertThat(Fx.get(() -> window.node("command-palette").isVisible())).isTrue();
            ScreenshotHarness.save("palette", window.scene(), window.context().theme());
            Fx.run(() -> query.setText("thdark"));
            window.press(KeyCode.ENTER, false, false);
            assertThat(Fx.get(() -> window.context().theme().isDark())).isTrue();
            assertThat(Fx.get(() -> window.node("command-palette").isVisible())).isFalse();
        }
    }

    @Test
    void toastsAndTheHistoryShowWhatHappened(@TempDir Path folder) {
        try (StudioWindow window = StudioWindow.open(folder)) {
            var notifications = window.context().notifications();
            notifications.show(
                    Notification.success("shapes-64-001 is done", "10,000 steps in 41 minutes."));
            notifications.show(
                    Notification.error(
                                    "The worker of shapes-64-002 was killed",
                                    "It was ended from outside (signal 9) at step 4,200. Its last"
                                            + " checkpoint is of step 4,000.")
                            .withDetails("exit code 137")
                            .withChoices(new Notification.Choice("Resume", () -> {})));
            Fx.await(
                    "two notifications",
                    () -> window.context().notifications().history().size() == 2);
            ScreenshotHarness.save("toasts", window.scene(), window.context().theme());
            window.click("bell");
            ScreenshotHarness.save("notifications", window.scene(), window.context().theme());
        }
    }

    @Test
    void aPageThatHasToBeBuiltIsNamedFirstAndOneThatWasLeftMeanwhileIsNotBuilt(
            @TempDir Path folder) {
        List<Runnable> put = new ArrayList<>();
        try (StudioWindow window =
                StudioWindow.open(
                        folder, work -> new FakeWorker(), (node, task) -> put.add(task))) {
            Fx.run(() -> put.remove(0).run());
            window.click("rail-autoencoder");
            assertThat(window.context().navigator().current()).isEqualTo("autoencoder");
            assertThat(window.has("screen-opening")).isTrue();
            assertThat(window.has("autoencoder-screen")).isFalse();
            window.click("rail-settings");
            Fx.run(() -> put.remove(0).run());
            assertThat(window.has("screen-opening")).as("left, so not built").isTrue();
            Fx.run(() -> put.remove(0).run());
            assertThat(window.<Node>node("device-report")).isNotNull();
            assertThat(window.has("screen-opening")).isFalse();
            window.click("rail-home");
            window.click("rail-settings");
            assertThat(put).as("there by now").isEmpty();
            assertThat(window.<Node>node("device-report")).isNotNull();
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            "diffusion",
                                            new OpenRequest.Recipe("shapes_diffusion", false)));
            assertThat(window.has("diffusion-screen")).as("with something to do").isTrue();
            Fx.run(() -> put.remove(0).run());
            assertThat(window.has("diffusion-screen")).isTrue();
        }
    }

    @Test
    void whatIsPutOffRunsAfterAFrame(@TempDir Path folder) {
        try (StudioWindow window =
                StudioWindow.open(folder, work -> new FakeWorker(), AfterFrame::run)) {
            window.click("rail-settings");
            Fx.await("the page", () -> window.scene().lookup("#device-report") != null);
        }
    }
}
