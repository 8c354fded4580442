package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import ldmstudio.app.AppContext;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaygroundScreenTest {
    private static final List<String> CLASSES = List.of("circle", "square", "triangle", "star");

    @TempDir Path folder;
    private final FakeWorker worker = new FakeWorker();

    private static PixelImage picture(int index, int step) {
        int side = 32;
        int[] argb = new int[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean inside =
                        index % 2 == 0
                                ? Math.hypot(x - 16, y - 16) < 10
                                : Math.abs(x - 16) < 9 && Math.abs(y - 16) < 9;
                int noise = (x * 31 + y * 57 + index * 13) * 37 % 97 * (20 - step) / 20;
                int base = inside ? 0x3B82C4 : 0xF2EAD8;
                int r = Math.max(0, Math.min(255, (base >> 16 & 255) - noise));
                int g = Math.max(0, Math.min(255, (base >> 8 & 255) - noise));
                int b = Math.max(0, Math.min(255, (base & 255) - noise / 2));
                argb[y * side + x] = 0xFF000000 | r << 16 | g << 8 | b;
            }
        }
        return new PixelImage(side, side, argb);
    }

    private static ImageRecipe recipe(long seed, int index) {
        return new ImageRecipe(
                "",
                "",
                2,
                "triangle",
                seed,
                index,
                25,
                "ddpm",
                3.5,
                0,
                0.95,
                java.util.Map.of(),
                32,
                32,
                "elsewhere",
                900,
                "abcdef",
                "0.1.0");
    }

    /** The page in a window of its own, with a worker that the test plays. */
    private final class Page implements AutoCloseable {
        final StudioWindow window = StudioWindow.open(folder);
        final PlaygroundScreen screen;
        final Stage stage;

        Page() {
            AppContext c = window.context();
            AppContext own =
                    new AppContext(
                            c.runner(),
                            c.sampler(),
                            c.clockwork(),
                            c.notifications(),
                            c.actions(),
                            c.theme(),
                            c.preferences(),
                            c.workspace(),
                            c.catalog(),
                            workspace -> worker,
                            c.jobs(),
                            c.navigator());
            screen = new PlaygroundScreen(own);
            stage =
                    Fx.get(
                            () -> {
                                Scene scene =
                                        new Scene(
                                                new StackPane(screen.node()),
                                                ScreenshotHarness.WIDTH,
                                                ScreenshotHarness.HEIGHT);
                                c.theme().style(scene);
                                Stage made = new Stage();
                                made.setScene(scene);
                                made.show();
                                screen.onShown();
                                return made;
                            });
        }

        @SuppressWarnings("unchecked")
        <N extends Node> N node(String id) {
            return Fx.get(() -> (N) stage.getScene().lookup("#" + id));
        }

        void shot(String name) {
            ScreenshotHarness.save(name, stage.getScene(), window.context().theme());
        }

        FakeWorker.Asked asked(Class<? extends Request> type) {
            Fx.await(type.getSimpleName(), () -> worker.last(type).isPresent());
            return worker.last(type).orElseThrow();
        }

        @Override
        public void close() {
            Fx.run(
                    () -> {
                        screen.onHidden();
                        stage.close();
                    });
            window.close();
        }
    }

    private void makeModel() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-diffusion-001"), stage1);
    }

    @Test
    void withoutAModelThePageSaysWhatComesFirst() {
        try (Page page = new Page()) {
            Fx.await(
                    "empty state",
                    () -> page.stage.getScene().lookup("#playground-to-diffusion") != null);
            Button sample = page.node("sample");
            assertThat(Fx.get(sample::isDisabled)).isTrue();
            page.shot("playground-empty");
        }
    }

    @Test
    void picturesGrowAreKeptAndTheirRecipeCanBeApplied() throws Exception {
        makeModel();
        try (Page page = new Page()) {
            Button sample = page.node("sample");
            Fx.await("a model", () -> !sample.isDisabled());
            Fx.run(sample::fire);
            FakeWorker.Asked load = page.asked(Request.Load.class);
            load.answer()
                    .complete(
                            new Reply.Ok(
                                    load.request().id(),
                                    Map.of("classes", CLASSES, "stage", "diffusion")));
            FakeWorker.Asked sampling = page.asked(Request.Sample.class);
            var settings = ((Request.Sample) sampling.request()).settings();
            assertThat(settings.classLabels()).containsExactly(0, 1, 2, 3);
            List<String> previews = new ArrayList<>();
            for (int i = 0; i < settings.how().count(); i++) {
                previews.add(
                        Base64.getEncoder()
                                .encodeToString(PngFiles.encode(picture(i, 9), Map.of())));
            }
            sampling.during()
                    .accept(
                            new Reply.Progress(
                                    sampling.request().id(), "Sampling", 0.45, 9, 20, previews, 0));
            PictureTiles tiles = page.node("sample-tiles");
            Fx.await(
                    "growing pictures",
                    () ->
                            page.screen.model().shownProperty().get() != null
                                    && page.screen.model().shownProperty().get().pictures().size()
                                            == 16);
            Fx.await(
                    "shown",
                    () ->
                            page.stage.getScene().lookup("#sample-tiles") instanceof PictureTiles t
                                    && t.tiles().size() == 16);
            page.shot("playground-growing");
            Path out = Files.createDirectories(Path.of(settings.outDir()));
            for (int i = 0; i < settings.how().count(); i++) {
                Path file = out.resolve("sample-" + i + ".png");
                PngFiles.write(picture(i, 20), recipe(0, i).textChunks(), file);
                sampling.during()
                        .accept(new Reply.SampleImage(sampling.request().id(), i, file.toString()));
            }
            sampling.answer().complete(new Reply.Ok(sampling.request().id(), Map.of()));
            Label status = page.node("sample-status");
            Fx.await("saved", () -> status.getText().contains("saved in"));
            assertThat(
                            Fx.get(
                                    () ->
                                            ((PictureTiles)
                                                            page.stage
                                                                    .getScene()
                                                                    .lookup("#sample-tiles"))
                                                    .tiles()
                                                    .get(1)
                                                    .caption()))
                    .isEqualTo("square");
            page.shot("playground-done");
            Fx.run(() -> page.screen.model().applyRecipeOf(out.resolve("sample-3.png")));
            TextField steps = page.node("sample-steps-field");
            Fx.await("the recipe's steps", () -> steps.getText().equals("25"));
            assertThat(Fx.get(() -> page.screen.model().form().samplerProperty().get()))
                    .isEqualTo("ddpm");
            assertThat(Fx.get(() -> page.screen.model().form().classLabelProperty().get()))
                    .isEqualTo(2);
            assertThat(tiles == null || Fx.get(() -> tiles.tiles().size()) == 16).isTrue();
        }
    }

    @Test
    void aRefusalIsToldInWordsAndCancelEndsCalmly() throws Exception {
        makeModel();
        try (Page page = new Page()) {
            Button sample = page.node("sample");
            Fx.await("a model", () -> !sample.isDisabled());
            Fx.run(sample::fire);
            FakeWorker.Asked load = page.asked(Request.Load.class);
            load.answer()
                    .completeExceptionally(
                            new CompletionException(
                                    new WorkerException(
                                            "The checkpoint of step 6,000 is damaged: weights.txt"
                                                    + " has changed.",
                                            "Choose an older checkpoint.",
                                            "sha256 differs")));
            Fx.await("retry", () -> page.stage.getScene().lookup("#sample-retry") != null);
            assertThat(page.screen.model().trouble().words()).contains("damaged");
            page.shot("playground-failed");
            Fx.run(() -> page.screen.model().sample());
            Fx.await(
                    "second load",
                    () ->
                            worker.last(Request.Load.class)
                                    .filter(a -> !a.request().id().equals(load.request().id()))
                                    .isPresent());
            FakeWorker.Asked again = page.asked(Request.Load.class);
            again.answer().complete(new Reply.Ok(again.request().id(), Map.of("classes", CLASSES)));
            FakeWorker.Asked sampling = page.asked(Request.Sample.class);
            Fx.await(
                    "sampling",
                    () ->
                            page.screen.model().phaseProperty().get()
                                    == PlaygroundViewModel.Phase.SAMPLING);
            Fx.run(() -> page.screen.model().cancel());
            FakeWorker.Asked cancel = page.asked(Request.Cancel.class);
            assertThat(((Request.Cancel) cancel.request()).targetId())
                    .isEqualTo(sampling.request().id());
            sampling.answer().completeExceptionally(new WorkerException("cancelled", "", ""));
            Fx.await(
                    "ready",
                    () ->
                            page.screen.model().phaseProperty().get()
                                    == PlaygroundViewModel.Phase.READY);
        }
    }

    @Test
    void aModelThatListensToTextIsAskedInWords() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-text-001"), stage1, "shapes_text");
        try (Page page = new Page()) {
            Button sample = page.node("sample");
            Fx.await("a model", () -> !sample.isDisabled());
            javafx.scene.control.TextArea prompt = page.node("sample-prompt");
            Fx.await("a place for the prompt", prompt::isVisible);
            Fx.run(
                    () -> {
                        prompt.setText("a large red star\n\n  a large blue ring  ");
                        page.<TextField>node("sample-negative-prompt").setText("a circle");
                        page.<javafx.scene.control.TitledPane>node("sample-more").setExpanded(true);
                        page.<javafx.scene.control.CheckBox>node("sample-karras_sigmas")
                                .setSelected(true);
                        sample.fire();
                    });
            FakeWorker.Asked load = page.asked(Request.Load.class);
            load.answer()
                    .complete(
                            new Reply.Ok(
                                    load.request().id(),
                                    Map.of(
                                            "classes",
                                            List.of(),
                                            "text",
                                            true,
                                            "samplers",
                                            List.of("ddim", "dpmpp_2m", "euler"))));
            var settings = ((Request.Sample) page.asked(Request.Sample.class).request()).settings();
            assertThat(settings.prompts()).containsExactly("a large red star", "a large blue ring");
            assertThat(settings.how().negativePrompt()).isEqualTo("a circle");
            assertThat(settings.how().karrasSigmas()).isTrue();
            assertThat(settings.how().guidanceScale()).isEqualTo(3);
            javafx.scene.control.ComboBox<String> sampler = page.node("sampler");
            assertThat(Fx.get(() -> List.copyOf(sampler.getItems())))
                    .containsExactly("ddim", "dpmpp_2m", "euler");
            page.shot("playground-text");
        }
    }
}
