package ldmstudio.app.screen.playground.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import ldmstudio.app.control.ControlStyles;
import ldmstudio.app.screen.playground.Drawing;
import ldmstudio.app.testing.ControlWindow;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.config.GridAxis;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.config.GridFacts;
import ldmstudio.engine.config.GridPlan;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.GridSheet;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.SampleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptPanelTest {
    @TempDir private Path folder;

    private Drawing asked(String prompt, long seed, String out) {
        return Drawing.of(
                folder.resolve("model"),
                "model",
                List.of(),
                new SampleSettings(
                        List.of(),
                        List.of(prompt),
                        SamplingConfig.of("ddim", 10, 2, 0, 1, 4, seed),
                        1,
                        folder.resolve("samples").resolve(out).toString()));
    }

    /** What a worker would do: a picture of one colour for each part. */
    private static List<List<Path>> draw(Drawing drawing, int parts) throws Exception {
        List<List<Path>> files = new ArrayList<>();
        for (SampleSettings part : drawing.parts().subList(0, parts)) {
            int[] argb = new int[32 * 32];
            int colour = part.prompts().get(0).hashCode() | 0xff000000;
            java.util.Arrays.fill(argb, colour ^ part.how().steps());
            Path file = Path.of(part.outDir(), "sample.png");
            Files.createDirectories(file.getParent());
            PngFiles.write(new PixelImage(32, 32, argb), Map.of(), file);
            files.add(List.of(file));
        }
        return files;
    }

    @Test
    void speedAndASheetsAxesAreTakenOver() throws Exception {
        ScriptModel model = new ScriptModel();
        model.asking(() -> asked("a {red|blue} dot", 7, "one"));
        model.took(asked("x", 0, "x"), 8);
        ScriptModel later = new ScriptModel();
        later.asking(() -> asked("a {red|blue} dot", 7, "one"));
        assertThat(later.seconds(80)).isEmpty();
        later.restore(model.state());
        assertThat(later.seconds(80)).as("measured before the restart").hasValue(8.0);

        GridConfig grid =
                GridConfig.defaults()
                        .with("prompt", "a dot")
                        .withAxis("x", new GridAxis("steps", "5, 10"))
                        .withAxis("y", new GridAxis("sampler", "ddim, euler"));
        GridPlan plan =
                GridPlan.of(
                        grid,
                        new GridFacts(
                                true, List.of(), List.of("ddim", "euler"), Map.of(), p -> true));
        Path sheet = folder.resolve("sheet.png");
        PngFiles.write(
                new PixelImage(2, 2, new int[] {1, 2, 3, 4}), GridSheet.textChunks(plan), sheet);
        later.take(GridSheet.read(sheet).orElseThrow());
        assertThat(later.axis("x").get()).isEqualTo(new GridAxis("steps", "5, 10"));
        assertThat(later.axis("y").get().key()).isEqualTo("sampler");
        Path plain = folder.resolve("plain.png");
        PngFiles.write(new PixelImage(2, 2, new int[] {1, 2, 3, 4}), Map.of(), plain);
        assertThat(GridSheet.read(plain)).isEmpty();
    }

    @Test
    void aPromptMatrixIsExpandedDrawnLookedAtAndGoesOn() throws Exception {
        try (StudioWindow window = StudioWindow.open(folder.resolve("workspace"))) {
            AtomicReference<Drawing> now =
                    new AtomicReference<>(asked("a {red|blue} {circle|star} dot", 7, "one"));
            List<Path> applied = new ArrayList<>();
            ScriptPanel panel = Fx.get(() -> new ScriptPanel(window.context()));
            Stage stage =
                    Fx.get(
                            () -> {
                                HBox page = new HBox(panel.node());
                                StackPane all = new StackPane(page, panel.overlay().orElseThrow());
                                return ControlWindow.show(ControlStyles.on(all), 900, 620, false);
                            });
            Scene scene = stage.getScene();
            Fx.run(
                    () -> {
                        panel.asking(now::get);
                        panel.onApply(applied::add);
                        panel.modelChanged(Map.of("text", true, "samplers", List.of("ddim")));
                        assertThat(panel.expand(now.get())).isEqualTo(now.get());
                        panel.model().kindProperty().set(ScriptModel.Kind.MATRIX);
                    });
            Label summary = (Label) scene.lookup("#script-summary");
            assertThat(summary.getText()).startsWith("4 pictures (2 × 2), 80 denoiser calls");
            Fx.run(() -> panel.took(asked("x", 0, "x"), 8));
            // 4 pictures of 10 guided steps took 8 s.
            assertThat(summary.getText()).endsWith("about 8 s");

            Drawing drawing = Fx.get(() -> panel.expand(now.get()));
            assertThat(drawing.parts()).hasSize(4);
            assertThat(drawing.folder()).isEqualTo(folder.resolve("samples/one"));
            assertThat(drawing.parts().get(3).prompts()).containsExactly("a blue star dot");
            assertThat(drawing.parts()).allSatisfy(p -> assertThat(p.how().count()).isEqualTo(1));
            draw(drawing, 3);

            // Another press, even with another seed, goes on with the one that was stopped.
            now.set(asked("a {red|blue} {circle|star} dot", 8, "two"));
            Fx.run(() -> panel.modelChanged(Map.of("text", true)));
            CheckBox goOn = (CheckBox) scene.lookup("#script-go-on");
            assertThat(goOn.getText()).contains("1 of 4 pictures are left");
            Drawing rest = Fx.get(() -> panel.expand(now.get()));
            assertThat(rest.parts()).hasSize(1);
            assertThat(rest.parts().get(0).how().seed()).isEqualTo(7);

            // Another session goes on with it as well.
            ScriptPanel later = Fx.get(() -> new ScriptPanel(window.context()));
            Fx.run(
                    () -> {
                        later.restore(panel.state());
                        later.asking(now::get);
                    });
            assertThat(Fx.get(() -> later.expand(now.get())).parts()).isEqualTo(rest.parts());

            Fx.run(() -> ((Button) scene.lookup("#script-open")).fire());
            Fx.await("three cells", () -> title(scene).startsWith("3 of 4"));
            ScreenshotHarness.save("grid-growing", scene, window.context().theme());
            List<List<Path>> last = draw(rest, 1);
            Path sheet = panel.finish(rest, last).orElseThrow();
            assertThat(PngFiles.readText(sheet)).containsKey(GridSheet.CHUNK);
            assertThat(
                            GridConfig.parse(PngFiles.readText(sheet).get(GridSheet.CHUNK), "png")
                                    .prompt())
                    .isEqualTo("a {red|blue} {circle|star} dot");
            Fx.await("all cells", () -> title(scene).startsWith("4 of 4"));
            Fx.run(() -> ((Button) scene.lookup("#grid-cell-z0-y1-x0")).requestFocus());
            Fx.run(() -> ((Button) scene.lookup("#grid-apply")).fire());
            assertThat(applied).hasSize(1);
            assertThat(applied.get(0)).startsWith(folder.resolve("samples/one/cell-z0-y1-x0"));
            Fx.run(stage::close);
        }
    }

    private static String title(Scene scene) {
        return ((Label) scene.lookup("#grid-title")).getText();
    }

    @Test
    void axesAreCheckedBesideTheirFieldsAndRemembered() throws Exception {
        try (StudioWindow window = StudioWindow.open(folder.resolve("workspace"))) {
            ScriptPanel panel = Fx.get(() -> new ScriptPanel(window.context()));
            Stage stage =
                    Fx.get(
                            () ->
                                    ControlWindow.show(
                                            ControlStyles.on(
                                                    new StackPane(
                                                            panel.node(),
                                                            panel.overlay().orElseThrow())),
                                            380,
                                            620,
                                            false));
            Drawing now = asked("a red dot", 7, "one");
            Fx.run(
                    () -> {
                        panel.asking(() -> now);
                        panel.model().kindProperty().set(ScriptModel.Kind.GRID);
                        panel.model().axis("x").set(new GridAxis("guidance_scale", "1, 99, x"));
                        panel.model().axis("y").set(new GridAxis("prompt.replace", "green|blue"));
                        panel.model().axis("z").set(new GridAxis("steps", ""));
                    });
            Scene scene = stage.getScene();
            assertThat(text(scene, "script-x-problem"))
                    .contains("“99”")
                    .contains("\"x\" is not a number");
            assertThat(text(scene, "script-y-problem")).contains("does not occur in the prompt");
            assertThat(text(scene, "script-z-problem")).contains("has no values yet");
            ScreenshotHarness.save("script-problems", scene, window.context().theme());
            assertThatThrownBy(() -> Fx.get(() -> panel.expand(now)))
                    .hasStackTraceContaining("does not occur in the prompt");
            Fx.run(
                    () -> {
                        panel.model().axis("x").set(new GridAxis("guidance_scale", "1-5:+2"));
                        panel.model().axis("y").set(new GridAxis("prompt.replace", "red|blue"));
                        panel.model().axis("z").set(new GridAxis("steps", "5, 10"));
                    });
            assertThat(text(scene, "script-summary")).startsWith("12 pictures (3 × 2, 2 pages)");
            ScreenshotHarness.save("script-grid", scene, window.context().theme());
            String state = panel.state();
            ScriptPanel other = Fx.get(() -> new ScriptPanel(window.context()));
            Fx.run(() -> other.restore(state));
            assertThat(other.state()).isEqualTo(state);
            Drawing drawing = Fx.get(() -> panel.expand(now));
            assertThat(drawing.parts()).hasSize(12);
            draw(drawing, 12);
            Fx.run(() -> ((Button) scene.lookup("#script-open")).fire());
            Fx.await("all cells", () -> title(scene).startsWith("12 of 12"));
            TabPane pages = (TabPane) scene.lookup("#grid-pages");
            assertThat(pages.getTabs()).hasSize(2);
            Path out = folder.resolve("out.png");
            Fx.run(() -> ((GridView) panel.overlay().orElseThrow()).exportTo(out));
            Fx.await("export", () -> Files.exists(folder.resolve("out-cells/cell-z1-y1-x2.png")));
            assertThat(PngFiles.readText(out)).containsKey(GridSheet.CHUNK);
            Fx.run(stage::close);
        }
    }

    private static String text(Scene scene, String id) {
        return ((Label) scene.lookup("#" + id)).getText();
    }
}
