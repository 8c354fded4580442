package ldmstudio.app.screen.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.ImageRecipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From the first start to the first picture, with the real worker and the real demo model. */
@Tag("slow")
@Timeout(420)
class DemoDoorTest {
    private static final String PROMPT = "a yellow house on the grass under the sun";

    @Test
    void oneClickAndAPromptGiveAPicture(
            // The page remembers itself in the background while the window closes.
            @TempDir(cleanup = CleanupMode.NEVER) Path folder) throws Exception {
        try (StudioWindow window = StudioWindow.withWorker(folder)) {
            window.click("rail-home");
            window.click("door-demo");
            assertThat(Fx.get(() -> window.context().navigator().current()))
                    .isEqualTo("playground");
            Fx.await("the keyboard is in the prompt", 2, () -> isPrompt(focused(window)));
            ScreenshotHarness.save("demo-opened", window.scene(), window.context().theme());

            TextArea prompt = window.node("sample-prompt");
            Fx.run(() -> prompt.setText(PROMPT));
            long before = System.nanoTime();
            Fx.run(() -> window.context().actions().find("playground.draw").orElseThrow().fire());
            Path samples = folder.resolve("work/samples");
            Fx.await("a picture", 2, () -> !pictures(samples).isEmpty());
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            System.getLogger("demo").log(System.Logger.Level.INFO, "first picture after {0}", took);
            Fx.await("all pictures", 2, () -> pictures(samples).size() == 4);
            ScreenshotHarness.save("demo-drawn", window.scene(), window.context().theme());
            ImageRecipe recipe = ImageRecipe.read(pictures(samples).get(0)).orElseThrow();
            assertThat(recipe.prompt()).isEqualTo(PROMPT);
        }
    }

    private static Node focused(StudioWindow window) {
        return window.scene().getFocusOwner();
    }

    private static boolean isPrompt(Node node) {
        return node != null && "sample-prompt".equals(node.getId());
    }

    private static List<Path> pictures(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".png")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
