package ldmstudio.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Font;
import ldmstudio.app.notify.Notification;
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
}
