package ldmstudio.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws the README's pictures from a real workspace, such as the one that {@code ldm quickstart
 * --out DIR} leaves, with the real engine behind the window: {@code mvn verify -Pslow
 * -Dtest=ReadmePicturesTest -Dscreenshots.workspace=DIR}. The pictures lie in target/screenshots;
 * those of the README are copies of them.
 */
@Tag("slow")
@Timeout(300)
@EnabledIfSystemProperty(named = "screenshots.workspace", matches = ".+")
class ReadmePicturesTest {
    @Test
    void everyScreenShowsARealRun(@TempDir Path folder) throws Exception {
        Path workspace = Path.of(System.getProperty("screenshots.workspace")).toAbsolutePath();
        Files.createSymbolicLink(folder.resolve("work"), workspace);
        try (StudioWindow window = StudioWindow.withWorker(folder)) {
            for (String rail : List.of("home", "datasets", "runs", "settings")) {
                window.click("rail-" + rail);
                settle();
                ScreenshotHarness.save("readme-" + rail, window.scene(), window.context().theme());
            }
            for (String stage : List.of("autoencoder", "diffusion")) {
                Path run = run(folder.resolve("work/runs"), stage);
                Fx.run(() -> window.context().navigator().show(stage, new OpenRequest.Run(run)));
                settle();
                ScreenshotHarness.save("readme-" + stage, window.scene(), window.context().theme());
            }
            Path run = run(folder.resolve("work/runs"), "diffusion");
            show(window, "playground", new OpenRequest.SampleFrom(run));
            Button sample = window.node("sample");
            Fx.await("a model", () -> !sample.isDisabled());
            TextArea prompt = window.node("sample-prompt");
            Fx.run(() -> prompt.setText("a red boat on the sea at night"));
            Fx.run(sample::fire);
            Label status = window.node("sample-status");
            Fx.await("samples on disk", 4, () -> status.getText().contains("saved in"));
            settle();
            ScreenshotHarness.save("readme-playground", window.scene(), window.context().theme());
            assertThat(status.getText()).contains("saved in");

            show(window, "models", new OpenRequest.Inspect(run));
            Fx.await("what it is", () -> window.has("model-what"));
            show(window, "compare", new OpenRequest.Compare(checkpoints(run)));
            Fx.await("the second pane", () -> window.has("compare-pane-B"));
            TextInputControl compared = window.node("compare-prompt");
            Fx.run(() -> compared.setText("a red boat on the sea at night"));
            Button draw = window.node("compare-draw");
            Fx.await("models", 4, () -> !draw.isDisabled());
            Fx.run(draw::fire);
            Thread.sleep(15_000);
            show(window, "interpolate", new OpenRequest.WalkBetween(run.toString(), List.of()));
            Fx.await("a frame", 4, () -> window.has("walk-picture-live"));
            TextInputControl walked = window.node("walk-prompt");
            Fx.run(() -> walked.setText("a red boat on the sea at night"));
            Thread.sleep(15_000);
            for (String rail : List.of("models", "compare", "interpolate", "gallery")) {
                window.click("rail-" + rail);
                settle();
                settle();
                ScreenshotHarness.save("readme-" + rail, window.scene(), window.context().theme());
            }
        }
    }

    private static void show(StudioWindow window, String page, OpenRequest request) {
        Fx.run(() -> window.context().navigator().show(page, request));
    }

    /** The first and the last one. */
    private static List<Path> checkpoints(Path run) throws Exception {
        try (Stream<Path> all = Files.list(run.resolve("checkpoints"))) {
            List<Path> sorted = all.sorted().toList();
            return List.of(sorted.get(0), sorted.get(sorted.size() - 1));
        }
    }

    private static Path run(Path runs, String stage) throws Exception {
        try (Stream<Path> all = Files.list(runs)) {
            return all.filter(p -> p.getFileName().toString().contains(stage))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Charts and thumbnails are drawn when the frame sampler next looks. */
    private static void settle() throws InterruptedException {
        Thread.sleep(2500);
    }
}
