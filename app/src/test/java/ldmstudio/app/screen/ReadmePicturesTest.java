package ldmstudio.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.client.WorkerCommand;
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
        try (StudioWindow window =
                StudioWindow.open(
                        folder,
                        work -> WorkerClient.start(WorkerCommand.ldm(List.of("worker")), work))) {
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
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show("playground", new OpenRequest.SampleFrom(run)));
            Button sample = window.node("sample");
            Fx.await("a model", () -> !sample.isDisabled());
            Fx.run(sample::fire);
            Label status = window.node("sample-status");
            Fx.await("samples on disk", 4, () -> status.getText().contains("saved in"));
            settle();
            ScreenshotHarness.save("readme-playground", window.scene(), window.context().theme());
            assertThat(status.getText()).contains("saved in");
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
