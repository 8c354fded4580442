package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.GridSheet;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.BeginSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prompt matrix and an inpainting through the real window with a real worker. */
@Tag("slow")
class ScriptAndInpaintTest {
    private static final Path MODEL =
            Path.of(System.getProperty("project.root", ".."))
                    .resolve("engine/src/test/resources/parity/sd_tiny_pipeline/pipeline");

    @TempDir private Path folder;
    private StudioWindow window;

    private <N extends Node> N node(String id, Class<N> type) {
        return Fx.get(
                () -> {
                    window.scene().getRoot().applyCss();
                    window.scene().getRoot().layout();
                    Node found = window.scene().lookup("#" + id);
                    assertThat(found).as(id).isNotNull();
                    return type.cast(found);
                });
    }

    private void click(String id) {
        Button button = node(id, Button.class);
        Fx.run(button::fire);
    }

    private void choose(String id) {
        ToggleButton button = node(id, ToggleButton.class);
        Fx.run(button::fire);
    }

    private void press(String id, KeyCode code) {
        Node node = node(id, Node.class);
        Fx.run(
                () ->
                        node.fireEvent(
                                new KeyEvent(
                                        KeyEvent.KEY_PRESSED,
                                        "",
                                        "",
                                        code,
                                        false,
                                        false,
                                        false,
                                        false)));
    }

    private List<Path> files(String name) {
        Path samples = folder.resolve("work").resolve("samples");
        if (!Files.isDirectory(samples)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(samples)) {
            return all.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // A file that was being written has got its name meanwhile: look again.
            return List.of();
        }
    }

    @Test
    void aPromptMatrixIsDrawnLookedAtAndAPartOfAPictureDrawnAnew() throws Exception {
        try (StudioWindow opened = StudioWindow.withWorker(folder)) {
            window = opened;
            Fx.run(
                    () ->
                            window.context()
                                    .navigator()
                                    .show("playground", new OpenRequest.SampleWith(MODEL)));
            TextArea prompt = node("sample-prompt", TextArea.class);
            Button draw = node("sample", Button.class);
            Fx.await("the model", 2, () -> !draw.isDisabled());
            Label tokens = node("sample-tokens", Label.class);
            Fx.run(() -> prompt.setText("a"));
            // Only a model that is in memory reads a text.
            Fx.await("a reading model", 5, () -> tokens.getText().contains("of"));
            NumberSlider steps = node("sample-steps", NumberSlider.class);
            NumberSlider count = node("sample-count", NumberSlider.class);
            Fx.run(
                    () -> {
                        steps.set(3);
                        count.set(1);
                        prompt.setText("a {red|blue} {dot|box}");
                    });
            choose("script-matrix");
            Label summary = node("script-summary", Label.class);
            Fx.await("a count", 2, () -> summary.getText().startsWith("4 pictures (2 × 2)"));
            ScreenshotHarness.save("script-matrix", window.scene(), window.context().theme());
            Fx.run(draw::fire);
            Fx.await("the sheet", 5, () -> !files("grid\\.png").isEmpty());
            Path sheet = files("grid\\.png").get(0);
            GridConfig grid =
                    GridConfig.parse(PngFiles.readText(sheet).get(GridSheet.CHUNK), "sheet");
            assertThat(grid.prompt()).isEqualTo("a {red|blue} {dot|box}");
            List<Path> cells = files("sample-.*\\.png");
            assertThat(cells).hasSize(4);
            assertThat(ImageRecipe.read(cells.get(3)).orElseThrow().prompt())
                    .isEqualTo("a blue box");
            click("script-open");
            Label title = node("grid-title", Label.class);
            Fx.await("the cells", 1, () -> title.getText().startsWith("4 of 4"));
            ScreenshotHarness.save("grid-view", window.scene(), window.context().theme());
            click("grid-close");

            Fx.run(() -> prompt.setText("a dot"));
            choose("script-none");
            Path start = cells.get(0);
            Fx.run(
                    () -> {
                        ClipboardContent copied = new ClipboardContent();
                        copied.putFiles(List.of(start.toFile()));
                        Clipboard.getSystemClipboard().setContent(copied);
                    });
            click("begin-paste");
            choose("begin-way-painted");
            TitledPane section = node("sample-begin", TitledPane.class);
            Fx.run(
                    () -> {
                        section.setAnimated(false);
                        section.setExpanded(true);
                    });
            press("begin-mask", KeyCode.SPACE);
            ScreenshotHarness.save("inpaint", window.scene(), window.context().theme());
            Fx.run(draw::fire);
            Fx.await("the painted picture", 5, () -> files("sample-.*\\.png").size() > 4);
            Path painted =
                    files("sample-.*\\.png").stream()
                            .filter(file -> !cells.contains(file))
                            .findFirst()
                            .orElseThrow();
            BeginSettings said = BeginSettings.of(ImageRecipe.read(painted).orElseThrow());
            assertThat(said.picture()).isEqualTo(start.toAbsolutePath().toString());
            PixelImage mask = PictureFile.read(Path.of(said.mask()));
            PixelImage before = PictureFile.read(start);
            PixelImage after = PictureFile.read(painted);
            int changed = 0;
            for (int i = 0; i < before.argb().length; i++) {
                if ((mask.argb()[i] & 255) == 0) {
                    assertThat(after.argb()[i]).isEqualTo(before.argb()[i]);
                } else {
                    changed += after.argb()[i] == before.argb()[i] ? 0 : 1;
                }
            }
            assertThat(changed).isPositive();
        }
    }
}
