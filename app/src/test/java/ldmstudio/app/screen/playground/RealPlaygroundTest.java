package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import ldmstudio.app.client.WorkerClient;
import ldmstudio.app.client.WorkerCommand;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.ImageRecipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real engine behind the Playground, with a text model of a workspace, such as one trained by
 * the recipe {@code shapes_text}: {@code -Dplayground.model=WORKSPACE/runs/NAME}. The worker is
 * killed in the middle of a drawing.
 */
@Tag("slow")
@Timeout(600)
@EnabledIfSystemProperty(named = "playground.model", matches = ".+")
class RealPlaygroundTest {
    @Test
    void aKilledWorkerIsStartedAgainAndDrawsTheSamePictures(@TempDir Path folder) throws Exception {
        Path run = Path.of(System.getProperty("playground.model")).toAbsolutePath();
        Path workspace = run.getParent().getParent();
        Files.createSymbolicLink(folder.resolve("work"), workspace);
        List<WorkerClient> workers = new ArrayList<>();
        try (StudioWindow window =
                StudioWindow.open(
                        folder,
                        work -> {
                            WorkerClient made =
                                    WorkerClient.start(WorkerCommand.ldm(List.of("worker")), work);
                            synchronized (workers) {
                                workers.add(made);
                            }
                            return made;
                        })) {
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show(
                                            "playground",
                                            new OpenRequest.SampleFrom(
                                                    folder.resolve("work/runs")
                                                            .resolve(run.getFileName()))));
            Button draw = window.node("sample");
            Fx.await("a model", () -> !draw.isDisabled());
            TextArea prompt = window.node("sample-prompt");
            Fx.await("its words", prompt::isVisible);
            Fx.run(() -> prompt.setText("a (red:1.4) circle on a white background"));
            long began = System.nanoTime();
            window.click("sample");
            Label status = window.node("sample-status");
            Fx.await("the first pictures", 5, () -> status.getText().contains("saved in"));
            System.err.printf("first pictures after %.1f s%n", (System.nanoTime() - began) / 1e9);
            Label tokens = window.node("sample-tokens");
            Fx.await("the count of tokens", () -> tokens.getText().contains(" of "));
            PictureTiles tiles = window.node("sample-tiles");
            Fx.await("tiles", () -> tiles.tiles().size() == 4);
            ScreenshotHarness.save("real-play-done", window.scene(), window.context().theme());

            window.click("sample");
            Fx.await("drawing", 2, () -> status.getText().startsWith("step"));
            synchronized (workers) {
                assertThat(ProcessHandle.of(workers.get(0).pid()).orElseThrow().destroyForcibly())
                        .isTrue();
            }
            Fx.await("explained", () -> window.scene().lookup("#sample-retry") != null);
            ScreenshotHarness.save("real-play-killed", window.scene(), window.context().theme());
            window.click("sample-retry");
            Fx.await("drawn again", 5, () -> status.getText().contains("saved in"));
            try (var files = Files.walk(workspace.resolve("samples"))) {
                Path newest =
                        files.filter(f -> f.toString().endsWith(".png"))
                                .max(java.util.Comparator.comparing(f -> f.toFile().lastModified()))
                                .orElseThrow();
                assertThat(ImageRecipe.read(newest).orElseThrow().prompt())
                        .as("recipes keep the text as it was typed")
                        .isEqualTo("a (red:1.4) circle on a white background");
            }
        }
    }
}
