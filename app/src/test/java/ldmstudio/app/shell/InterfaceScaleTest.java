package ldmstudio.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.geometry.Bounds;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.app.theme.InterfaceScale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class InterfaceScaleTest {
    @Test
    void everyPageGrowsAtOnceAndStaysReadableAndTheSizeIsKept(@TempDir Path folder)
            throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-text-001"), stage1, "shapes_text");
        try (StudioWindow window = StudioWindow.open(folder)) {
            InterfaceScale scale = window.context().theme().scale();
            double usual = shownWidth(window, "rail-home");
            window.press(KeyCode.EQUALS, true, false);
            assertThat(scale.percent()).isEqualTo(125);
            window.click("rail-settings");
            window.click("scale-150");
            assertThat(shownWidth(window, "rail-home")).isEqualTo(1.5 * usual);
            for (var screen :
                    java.util.List.of(
                            "home",
                            "datasets",
                            "autoencoder",
                            "diffusion",
                            "playground",
                            "interpolate",
                            "compare",
                            "gallery",
                            "models",
                            "runs",
                            "settings")) {
                window.click("rail-" + screen);
                window.context().runner().awaitIdle(20, java.util.concurrent.TimeUnit.SECONDS);
                ScreenshotHarness.saveAsItIs(
                        "large-" + screen, window.scene(), window.context().theme());
            }
        }
        try (StudioWindow again = StudioWindow.open(folder)) {
            assertThat(again.context().theme().scale().percent()).isEqualTo(150);
            again.press(KeyCode.MINUS, true, false);
            assertThat(again.context().theme().scale().percent()).isEqualTo(125);
            again.press(KeyCode.DIGIT0, true, false);
            assertThat(again.context().theme().scale().percent()).isEqualTo(100);
            assertThat(Fx.get(() -> again.scene().lookup(".room-to-scroll")))
                    .as("nothing scrolls that fits")
                    .isNull();
        }
    }

    private static double shownWidth(StudioWindow window, String id) {
        Button button = window.node(id);
        return Fx.get(
                () -> {
                    Bounds bounds = button.localToScene(button.getLayoutBounds());
                    return bounds.getWidth();
                });
    }
}
