package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import ldmstudio.app.screen.playground.script.ScriptPanel;
import ldmstudio.app.testing.Drops;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.config.GridKey;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grid is drawn in the page, and its sheet dropped on it; workers are played. */
class GridInPageTest {
    @TempDir private Path folder;

    private static void finish(FakeWorker.Asked asked, List<SampleSettings> cells)
            throws Exception {
        List<String> previews = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            byte[] png = PngFiles.encode(PlaygroundPage.picture(i, 1, 2), Map.of());
            previews.add(Base64.getEncoder().encodeToString(png));
        }
        String id = asked.request().id();
        asked.during().accept(new Reply.Progress(id, "step", 0.5, 1, 2, previews, 0));
        for (int i = 0; i < cells.size(); i++) {
            Path out = Files.createDirectories(Path.of(cells.get(i).outDir()));
            Path file = out.resolve("sample-0-000.png");
            PngFiles.write(PlaygroundPage.picture(i, 1, 1), Map.of(), file);
            asked.during().accept(new Reply.SampleImage(id, i, file.toString()));
        }
        PlaygroundPage.answer(asked, Map.of("count", cells.size()));
    }

    @Test
    void cellsThatAllowItAreAskedForAtOnceAndTheDroppedSheetFillsTheScript() throws Exception {
        try (PlaygroundPage page =
                PlaygroundPage.ofTextRun(
                        folder, context -> new PlaygroundParts(null, new ScriptPanel(context)))) {
            Button draw = page.node("sample", Button.class);
            Fx.await("a model", () -> !draw.isDisabled());
            Fx.await("its facts", () -> page.model().models().factsProperty().get() != null);
            Fx.run(() -> page.model().form().promptProperty().set("a red dot"));
            Fx.run(() -> page.node("script-grid", ToggleButton.class).fire());
            axis(page, "x", "seed", "1-3");
            axis(page, "y", "steps", "4, 6");
            page.click("sample");
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);

            // The seeds of a row are drawn at once; the steps differ from row to row.
            FakeWorker.Asked first = page.asked(0, Request.SampleTogether.class);
            List<SampleSettings> row = ((Request.SampleTogether) first.request()).drawings();
            assertThat(row).extracting(cell -> cell.how().seed()).containsExactly(1L, 2L, 3L);
            assertThat(row).extracting(cell -> cell.how().steps()).containsOnly(4);
            finish(first, row);
            FakeWorker.Asked second = page.asked(0, Request.SampleTogether.class);
            finish(second, ((Request.SampleTogether) second.request()).drawings());
            Drawn drawn = page.model().drawings().shownProperty().get();
            Fx.await("the sheet and six pictures", () -> drawn.pictures().size() == 7);
            assertThat(drawn.files()).hasSize(6).allSatisfy(part -> assertThat(part).hasSize(1));

            Path sheet;
            try (Stream<Path> files = Files.walk(drawn.folder())) {
                sheet = files.filter(f -> f.endsWith("grid.png")).findFirst().orElseThrow();
            }
            Fx.run(() -> page.node("script-none", ToggleButton.class).fire());
            axis(page, "x", "", "");
            Drops.file(page.node("playground-screen", Node.class), sheet);
            TextField values = page.node("script-x-values", TextField.class);
            Fx.await("the axes of the sheet", () -> values.getText().equals("1-3"));
            assertThat(page.node("script-y-values", TextField.class).getText()).isEqualTo("4, 6");
            assertThat(page.node("script-grid", ToggleButton.class).isSelected()).isTrue();
            page.shot("playground-sheet-dropped");

            // What it replaced comes back.
            Fx.run(() -> page.model().undo().undo());
            assertThat(page.node("script-none", ToggleButton.class).isSelected()).isTrue();
        }
    }

    @SuppressWarnings("unchecked")
    private static void axis(PlaygroundPage page, String axis, String name, String values) {
        ComboBox<GridKey> key = page.node("script-" + axis + "-key", ComboBox.class);
        TextField field = page.node("script-" + axis + "-values", TextField.class);
        Fx.run(
                () -> {
                    key.setValue(
                            key.getItems().stream()
                                    .filter(k -> k.key().equals(name))
                                    .findFirst()
                                    .orElseThrow());
                    field.setText(values);
                });
    }
}
