package ldmstudio.app.screen.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import ldmstudio.app.control.ImageGrid;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A picture of the demo model, named as the command line names it, drawn again to the pixel. */
@Tag("slow")
@Timeout(420)
class RealVerifyTest {
    // The page remembers itself in the background while the window closes.
    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    private StudioWindow window;

    private String text(String id) {
        Label label = window.node(id);
        return Fx.get(label::getText);
    }

    private void chosen(String name) {
        ImageGrid grid = window.node("gallery-grid");
        for (int i = 0; i < grid.count(); i++) {
            int at = i;
            Fx.run(() -> grid.selectedProperty().set(at));
            Fx.await("what was chosen", () -> window.scene().lookup("#gallery-title") != null);
            if (text("gallery-title").equals(name)) {
                return;
            }
        }
        assertThat(text("gallery-title")).isEqualTo(name);
    }

    @Test
    void aPictureOfTheCommandLineIsFoundAndVerifiedBesideStrangeFiles() throws Exception {
        assumeThat(DemoModel.builtIn().isShipped()).isTrue();
        try (StudioWindow opened = StudioWindow.withWorker(folder)) {
            window = opened;
            Fx.run(() -> window.context().navigator().show("playground"));
            Button draw = window.node("sample");
            Fx.await("a model", 1, () -> !draw.isDisabled());
            NumberSlider count = window.node("sample-count");
            NumberSlider steps = window.node("sample-steps");
            Fx.run(
                    () -> {
                        count.set(1);
                        steps.set(4);
                    });
            window.click("sample");
            Fx.await("the picture", 3, () -> text("sample-status").contains("saved in"));
            Path set = Files.createDirectories(folder.resolve("work/samples/by-ldm"));
            Path drawn;
            try (var files = Files.walk(folder.resolve("work/samples"))) {
                drawn = files.filter(f -> f.toString().endsWith(".png")).findFirst().orElseThrow();
            }
            String path = ImageRecipe.read(drawn).orElseThrow().modelPath();
            Map<String, String> chunks = new TreeMap<>(PngFiles.readText(drawn));
            chunks.replaceAll((key, said) -> said.replace(path, DemoModel.NAME));
            PngFiles.write(PictureFile.read(drawn), chunks, set.resolve("by-ldm.png"));
            PngFiles.write(PictureFile.read(drawn), Map.of(), set.resolve("bare.png"));
            Files.write(set.resolve("broken.png"), new byte[] {1, 2, 3});
            window.click("rail-gallery");
            Fx.await("the page", 1, () -> window.scene().lookup("#gallery-count") != null);
            Fx.await("every file", 1, () -> text("gallery-count").startsWith("4 items"));
            TextField search = window.node("gallery-search");
            Fx.run(() -> search.setText("demo"));
            Fx.await("those of the model", () -> text("gallery-count").startsWith("2 of 4"));
            ImageGrid grid = window.node("gallery-grid");
            Button verify = null;
            for (int i = 0; i < 2; i++) {
                int at = i;
                Fx.run(() -> grid.selectedProperty().set(at));
                Fx.await("chosen", () -> window.scene().lookup("#gallery-verify") != null);
                Button again = window.node("gallery-verify");
                verify = again;
                Fx.await("its model", () -> !again.isDisabled());
                window.click("gallery-verify");
                Fx.await("the outcome", 2, () -> text("gallery-outcome").startsWith("Equal"));
            }
            Button none = verify;
            ScreenshotHarness.save("real-verified", window.scene(), window.context().theme());
            Fx.run(() -> search.setText(""));
            Fx.await("all", () -> text("gallery-count").startsWith("4 items"));
            chosen("bare.png");
            Fx.await("no model", none::isDisabled);
            ScreenshotHarness.save("real-no-recipe", window.scene(), window.context().theme());
        }
    }
}
