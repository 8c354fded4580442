package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import ldmstudio.app.client.WorkerDeath;
import ldmstudio.app.client.WorkerException;
import ldmstudio.app.control.PictureTiles;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.worker.Reply;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Playground by its node ids, with workers that the test plays. */
class PlaygroundScreenTest {
    @TempDir Path folder;

    private Path model(String recipe) throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        return TestRuns.diffusion(runs.resolve("shapes-model-001"), stage1, recipe);
    }

    private static void ready(PlaygroundPage page) {
        Button draw = page.node("sample", Button.class);
        Fx.await("a model", () -> !draw.isDisabled());
        Fx.await("its facts", () -> page.model().models().factsProperty().get() != null);
    }

    private static void prompt(PlaygroundPage page, String words) {
        TextArea prompt = page.node("sample-prompt", TextArea.class);
        Fx.run(() -> prompt.setText(words));
    }

    private static FakeWorker.Asked sampling(PlaygroundPage page, int worker) {
        return page.asked(worker, Request.Sample.class);
    }

    @Test
    void withoutAModelThePageSaysWhatComesFirst() {
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            Fx.await(
                    "empty state",
                    () -> page.stage.getScene().lookup("#playground-to-diffusion") != null);
            assertThat(page.node("sample", Button.class).isDisabled()).isTrue();
            page.shot("playground-empty");
        }
    }

    @Test
    void theFirstStartBeginsWithTheModelThatComesWithTheStudio() {
        List<ModelChoice> shipped = ShippedModels.list();
        assumeThat(shipped).as("the program is built with the demo model").isNotEmpty();
        try (PlaygroundPage page = new PlaygroundPage(folder, shipped)) {
            FakeWorker.Asked load = page.asked(0, Request.Load.class);
            assertThat(((Request.Load) load.request()).modelPath())
                    .isEqualTo(shipped.get(0).path().toString());
            assertThat(shipped.get(0).path()).as("unpacked before it is loaded").isDirectory();
            PlaygroundPage.answer(load, PlaygroundPage.TEXT_MODEL);
            TextArea prompt = page.node("sample-prompt", TextArea.class);
            Fx.await("a place for the prompt", prompt::isVisible);
            assertThat(prompt.getText()).isEqualTo(page.model().model().examples().get(0));
            page.click("sample");
            assertThat(PlaygroundPage.settings(sampling(page, 0)).prompts())
                    .containsExactly(prompt.getText());
            page.shot("playground-demo");
        }
    }

    @Test
    void threeDrawingsKeepTheirOwnSettingsAndAreReorderedTakenOutAndCancelled() throws Exception {
        model("shapes_text");
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            ready(page);
            page.shot("playground-ready");
            prompt(page, "a large red star\n  a large blue ring ");
            Fx.run(
                    () -> {
                        page.model().form().negativePromptProperty().set("a circle");
                        page.model().form().countProperty().set(4);
                        page.model().form().seedProperty().set(7);
                        page.model().form().seedLockedProperty().set(true);
                    });
            page.press("sample-prompt", KeyCode.ENTER, true);
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            FakeWorker.Asked first = sampling(page, 0);
            SampleSettings settings = PlaygroundPage.settings(first);
            assertThat(settings.prompts()).containsExactly("a large red star", "a large blue ring");
            assertThat(settings.how().negativePrompt()).isEqualTo("a circle");
            assertThat(settings.how().seed()).isEqualTo(7);
            for (int steps : new int[] {11, 22, 33}) {
                prompt(page, "a (green:1.3) triangle " + steps);
                Fx.run(() -> page.model().form().stepsProperty().set(steps));
                page.click("sample");
            }
            assertThat(page.node("sample-queue-title", Label.class).getText())
                    .isEqualTo("3 drawings wait");
            PlaygroundPage.grow(first, 9, 20);
            Fx.await(
                    "growing pictures",
                    () -> page.node("sample-tiles", PictureTiles.class).tiles().size() == 4);
            page.shot("playground-busy");
            // The last goes before the second, the first of those that wait is taken out.
            page.click("queue-up-3");
            page.press("queue-item-1", KeyCode.DELETE, false);
            assertThat(waiting(page)).containsExactly(33, 22);
            Fx.run(page.model().undo()::undo);
            assertThat(waiting(page)).containsExactly(11, 33, 22);
            page.click("queue-remove-1");

            page.press("sample-prompt", KeyCode.ESCAPE, false);
            FakeWorker.Asked cancel = page.asked(0, Request.Cancel.class);
            assertThat(((Request.Cancel) cancel.request()).targetId())
                    .isEqualTo(first.request().id());
            first.answer().completeExceptionally(new WorkerException("cancelled", "", ""));
            FakeWorker.Asked second = sampling(page, 0);
            assertThat(PlaygroundPage.settings(second).how().steps()).isEqualTo(33);
            assertThat(PlaygroundPage.settings(second).prompts())
                    .as("the mark of a weight goes to the engine as it was typed")
                    .containsExactly("a (green:1.3) triangle 33");
            PlaygroundPage.finish(second, "elsewhere");
            FakeWorker.Asked last = sampling(page, 0);
            assertThat(PlaygroundPage.settings(last).how().steps()).isEqualTo(22);
            PlaygroundPage.finish(last, "elsewhere");
            Label status = page.node("sample-status", Label.class);
            Fx.await("saved", () -> status.getText().contains("saved in"));
            page.shot("playground-done");
            // Earlier prompts by the arrow keys, and back to what was being typed.
            prompt(page, "half a th");
            page.press("sample-prompt", KeyCode.UP, false);
            TextArea prompt = page.node("sample-prompt", TextArea.class);
            assertThat(prompt.getText()).isEqualTo("a (green:1.3) triangle 33");
            page.press("sample-prompt", KeyCode.DOWN, false);
            assertThat(prompt.getText()).isEqualTo("half a th");
        }
    }

    private static List<Integer> waiting(PlaygroundPage page) {
        return Fx.get(
                () ->
                        page.model().queue().items().stream()
                                .skip(page.model().draws().fixed())
                                .map(d -> d.settings().how().steps())
                                .toList());
    }

    @Test
    void aDroppedRecipeIsComparedAndPicturesAreStarredDeletedAndBroughtBack() throws Exception {
        Path run = model("shapes_diffusion");
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            ready(page);
            page.click("sample");
            PlaygroundPage.answer(
                    page.asked(0, Request.Load.class),
                    Map.of("classes", List.of("circle", "square", "triangle", "star")));
            FakeWorker.Asked sampling = sampling(page, 0);
            assertThat(PlaygroundPage.settings(sampling).classLabels()).containsExactly(0, 1, 2, 3);
            Path out = PlaygroundPage.finish(sampling, run.toString());
            Label status = page.node("sample-status", Label.class);
            Fx.await("saved", () -> status.getText().contains("saved in"));
            PictureTiles tiles = page.node("sample-tiles", PictureTiles.class);
            Fx.await("its tiles", () -> tiles.tiles().size() == 4);
            assertThat(tiles.tiles().get(1).caption()).isEqualTo("square");

            Fx.run(() -> tiles.selectedProperty().set(1));
            page.press("sample-tiles", KeyCode.S, false);
            page.press("sample-tiles", KeyCode.DELETE, false);
            Path deleted = out.resolve("sample-1.png");
            Fx.await("in the trash", () -> !Files.exists(deleted) && tiles.tiles().size() == 3);
            Button undo = page.node("sample-undo", Button.class);
            Fx.await("undo", () -> !undo.isDisabled());
            page.press("sample-tiles", KeyCode.Z, true);
            Fx.await("back", () -> Files.exists(deleted) && tiles.tiles().size() == 4);
            assertThat(page.window.context().workspace().marks().isStarred(deleted)).isTrue();
            Path stars = folder.resolve("work/.studio/stars.json");
            Fx.await("remembered", () -> Files.exists(stars));

            page.click("sample-view-one");
            page.press("sample-large", KeyCode.RIGHT, false);
            assertThat(page.node("sample-place", Label.class).getText()).startsWith("3 of 4");
            page.shot("playground-one");
            page.click("sample-view-all");

            DrawValues before = Fx.get(() -> page.model().form().values());
            Fx.run(
                    () -> {
                        page.model().form().stepsProperty().set(5);
                        page.model().form().guidanceProperty().set(9);
                        page.model().edits().offerRecipeOf(out.resolve("sample-2.png"));
                    });
            Fx.await("the recipe", () -> page.has("recipe-steps"));
            DrawValues set = Fx.get(() -> page.model().form().values());
            assertThat(set.how().steps()).as("nothing is applied silently").isEqualTo(5);
            assertThat(page.node("recipe-sampler", CheckBox.class).isSelected()).isFalse();
            CheckBox guidance = page.node("recipe-guidance_scale", CheckBox.class);
            assertThat(guidance.isSelected()).isTrue();
            Fx.run(() -> guidance.setSelected(false));
            page.shot("playground-recipe");
            page.click("recipe-apply");
            DrawValues applied = Fx.get(() -> page.model().form().values());
            assertThat(applied.how().steps()).isEqualTo(before.how().steps());
            assertThat(applied.how().guidanceScale()).isEqualTo(9);
            assertThat(applied.classLabels()).containsExactly(2);
            page.press("sample-tiles", KeyCode.Z, true);
            assertThat(Fx.get(() -> page.model().form().values())).isEqualTo(set);
        }
    }

    @Test
    void aCrashOfTheWorkerAndOfTheWindowCostsNothing() throws Exception {
        Path run = model("shapes_text");
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            ready(page);
            prompt(page, "a red circle");
            page.click("sample");
            prompt(page, "a blue square");
            page.click("sample");
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            FakeWorker.Asked sampling = sampling(page, 0);
            PlaygroundPage.grow(sampling, 3, 20);
            page.worker(0)
                    .die(
                            new WorkerDeath(
                                    137, false, "The system killed it.", List.of("last words")));
            sampling.answer()
                    .completeExceptionally(
                            new WorkerException(
                                    "The worker is gone. The system killed it.",
                                    "",
                                    "exit code 137\n\nlast words"));
            Fx.await("the way out", () -> page.has("sample-retry"));
            assertThat(page.node("sample-retry", Button.class).getText())
                    .isEqualTo("Start it again and go on");
            page.shot("playground-crashed");
            page.click("sample-retry");
            PlaygroundPage.answer(page.asked(1, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            FakeWorker.Asked again = sampling(page, 1);
            assertThat(PlaygroundPage.settings(again)).isEqualTo(PlaygroundPage.settings(sampling));
            PlaygroundPage.finish(again, run.toString());
            assertThat(PlaygroundPage.settings(sampling(page, 1)).prompt(0))
                    .as("the queue goes on")
                    .contains("square");
            prompt(page, "half a thought");
            Fx.run(page.model()::remember);
            Fx.await(
                    "remembered",
                    () -> remembers(folder.resolve("work/.studio"), "half a thought"));
        }
        // The window is gone while the second drawing was going on.
        Path weights = run;
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            ready(page);
            assertThat(page.node("sample-prompt", TextArea.class).getText())
                    .isEqualTo("half a thought");
            assertThat(page.node("sample-queue-title", Label.class).getText())
                    .isEqualTo("1 drawing waits from last time");
            Fx.await("earlier pictures", () -> page.has("strip-0"));
            page.click("strip-0");
            Fx.await(
                    "read from disk",
                    () -> page.node("sample-tiles", PictureTiles.class).tiles().size() == 4);
            page.shot("playground-restored");
            assertThat(page.workers).as("nothing is begun unasked").isEmpty();
            // Meanwhile somebody deleted the model.
            Files.move(weights, weights.resolveSibling("elsewhere"));
            page.click("sample-queue-go");
            Fx.await("the model is missed", () -> page.has("sample-retry"));
            page.shot("playground-model-gone");
            Files.move(weights.resolveSibling("elsewhere"), weights);
            page.click("sample-retry");
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            assertThat(PlaygroundPage.settings(sampling(page, 0)).prompt(0))
                    .isEqualTo("a blue square");
        }
    }

    @Test
    void whatTheModelReadsIsCountedAndPresetsAndCommandsCarryTheSettings() throws Exception {
        Path run = model("shapes_text");
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            ready(page);
            Fx.run(() -> page.model().model().warmUp(false));
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            PlaygroundPage.answer(
                    page.asked(0, Request.Vocabulary.class),
                    Map.of("words", List.of("red", "ring", "rectangle", "a")));
            prompt(page, "a re");
            Fx.await(
                    "words of the model",
                    () -> page.model().model().reader().complete("re", Set.of()).size() == 2);
            PromptReader reader = page.model().model().reader();
            assertThat(Fx.get(() -> reader.complete("re", Set.of())))
                    .containsExactly("red", "rectangle");
            assertThat(Fx.get(() -> reader.complete("re", Set.of("a", "red"))))
                    .as("what is said already comes last")
                    .containsExactly("rectangle", "red");
            FakeWorker worker = page.worker(0);
            Fx.await(
                    "the count of this text",
                    () ->
                            worker.last(Request.Tokens.class)
                                    .filter(
                                            a ->
                                                    ((Request.Tokens) a.request())
                                                            .text()
                                                            .equals("a re"))
                                    .isPresent());
            PlaygroundPage.answer(
                    page.asked(0, Request.Tokens.class),
                    Map.of("count", 31, "max", 30, "cut", "re", "tokens", List.of()));
            Label tokens = page.node("sample-tokens", Label.class);
            Fx.await("the count", () -> tokens.getText().equals("31 of 30 tokens"));
            assertThat(page.node("sample-cut", Label.class).getText()).contains("“re”");
            TitledPane more = page.node("sample-more", TitledPane.class);
            Fx.run(
                    () -> {
                        more.setExpanded(true);
                        page.model().form().sharpnessProperty().set(0.5);
                        page.model().form().seedProperty().set(3);
                        page.model().form().widthProperty().set(48);
                        page.model().form().heightProperty().set(32);
                    });
            page.node("sample-karras_sigmas", CheckBox.class);
            page.click("sample-preset-save");
            TextField name = page.node("sample-preset-name", TextField.class);
            Fx.run(() -> name.setText("crisp"));
            page.click("sample-preset-ok");
            DrawValues kept = Fx.get(() -> page.model().form().values());
            Fx.run(() -> page.model().form().show(DrawValues.FIRST));
            Fx.run(
                    () ->
                            page.model()
                                    .edits()
                                    .apply(page.model().presets().find("crisp").orElseThrow()));
            assertThat(Fx.get(() -> page.model().form().values())).isEqualTo(kept);
            page.shot("playground-settings");
            assertThat(Fx.get(() -> page.model().command().orElseThrow()))
                    .startsWith("ldm sample " + run.toAbsolutePath() + " --prompt 'a re' --seed 3")
                    .contains("--set sharpness=0.5")
                    .endsWith("--size 48x32");
            page.click("sample-preset-delete");
            assertThat(Fx.get(() -> page.model().presets().all().size())).isZero();
            Fx.run(page.model().undo()::undo);
            assertThat(Fx.get(() -> page.model().presets().find("Crisp"))).isPresent();
            worker.last(Request.Load.class)
                    .ifPresent(
                            a -> assertThat(a.answer().getNow(null)).isInstanceOf(Reply.Ok.class));
        }
    }

    /**
     * Whether a file of the folder has the words; one that is just being replaced is asked again.
     */
    private static boolean remembers(Path notes, String words) {
        try (Stream<Path> files = Files.list(notes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains(words)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
