package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ldmstudio.app.workspace.RememberedJson;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.worker.BeginSettings;
import ldmstudio.engine.worker.SampleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is set, kept and compared, without a window. */
class PlaygroundValuesTest {
    private static final DrawValues VALUES =
            new DrawValues(
                    "a red star\na blue ring",
                    List.of(1, 3),
                    true,
                    SamplingConfig.of("dpmpp_2m", 12, 4.5, 0, 1, 3, 42)
                            .with("sharpness", 0.5)
                            .with("negative_prompt", "it's dark"),
                    48,
                    32);

    @TempDir Path folder;

    private RememberedJson file(String name) {
        return new RememberedJson(() -> folder.resolve(name), Runnable::run);
    }

    private static Drawing drawing(int steps) {
        SampleSettings settings =
                new SampleSettings(
                        List.of(),
                        List.of("a circle"),
                        SamplingConfig.of("ddim", steps, 1, 0, 1, 2, 5),
                        1,
                        "/out/" + steps,
                        BeginSettings.of("photo.png", 0.4),
                        "");
        return Drawing.of(Path.of("model"), "model", List.of(), settings);
    }

    @Test
    void valuesComeBackFromTheirFileWholeAndFromAForeignOneAsFarAsItGoes() throws Exception {
        RememberedJson file = file("state.json");
        file.write(Map.of("values", VALUES.toJson()));
        assertThat(DrawValues.fromJson(file.read().orElseThrow().path("values"))).isEqualTo(VALUES);
        Files.writeString(
                folder.resolve("state.json"),
                "{\"values\": {\"prompt\": \"x\", \"sampling\": {\"steps\": \"no\", \"seed\": 9}}}");
        DrawValues foreign = DrawValues.fromJson(file.read().orElseThrow().path("values"));
        assertThat(foreign.how().steps()).isEqualTo(SamplingConfig.defaults().steps());
        assertThat(foreign.how().seed()).isEqualTo(9);
    }

    @Test
    void theQueueSurvivesMovesWithinItsBoundsAndKeepsEachDrawingsOwnSettings() {
        DrawQueue queue = new DrawQueue(file("queue.json"));
        for (int steps : new int[] {1, 2, 3}) {
            queue.add(drawing(steps));
        }
        queue.move(queue.items().get(2), -1, 1);
        queue.move(queue.items().get(1), -1, 1);
        DrawQueue again = new DrawQueue(file("queue.json"));
        again.reload();
        assertThat(again.items())
                .map(d -> d.settings().how().steps())
                .as("nothing goes before what is being drawn")
                .containsExactly(1, 3, 2);
        assertThat(again.items()).isEqualTo(queue.items());
        assertThat(again.clear(1)).hasSize(2);
        assertThat(again.items()).hasSize(1);
    }

    @Test
    void promptsAreKeptOnceFoundByWordsAndGoneThrough() {
        PromptHistory history = new PromptHistory(file("prompts.json"));
        history.add("a red circle", "");
        history.add("a blue square", "dark");
        history.add("a red circle", "");
        history.add("  ", "");
        PromptHistory again = new PromptHistory(file("prompts.json"));
        again.reload();
        assertThat(again.search(""))
                .map(PromptHistory.Entry::prompt)
                .containsExactly("a red circle", "a blue square");
        assertThat(again.search("DARK square")).hasSize(1);
        PromptHistory.Entry draft = new PromptHistory.Entry("typing", "");
        PromptHistory.Entry older = again.older(draft);
        assertThat(older.prompt()).isEqualTo("a red circle");
        PromptHistory.Entry oldest = again.older(older);
        assertThat(oldest.prompt()).isEqualTo("a blue square");
        assertThat(again.older(oldest)).isEqualTo(oldest);
        assertThat(again.newer(again.newer(oldest))).isEqualTo(draft);
    }

    @Test
    void aRecipesLinesSayWhatDiffersAndApplyOnlyThemselves() {
        ImageRecipe recipe =
                new ImageRecipe(
                        "a green star",
                        "",
                        -1,
                        "",
                        77,
                        5,
                        30,
                        "ddim",
                        4.5,
                        0,
                        1,
                        Map.of(
                                "karras_sigmas",
                                "true",
                                "threshold",
                                "much",
                                "from",
                                "photo.png",
                                "strength",
                                "0.4"),
                        64,
                        64,
                        "/other/model",
                        10,
                        "f",
                        "1");
        RecipeOffer offer = RecipeOffer.of(Path.of("p.png"), recipe, VALUES, "this", "", List.of());
        Map<String, RecipeOffer.Line> lines =
                offer.lines().stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        RecipeOffer.Line::key, line -> line));
        assertThat(lines.get("guidance_scale").differs()).isFalse();
        assertThat(lines.get("model").isPossible()).as("it is not here").isFalse();
        assertThat(lines.get("seed").isPossible()).isTrue();
        assertThat(lines.get("threshold").isPossible()).as("a word of no version").isFalse();
        assertThat(lines.get("sharpness").offered()).isEqualTo("0");
        assertThat(lines.get("karras_sigmas").offered()).isEqualTo("true");
        assertThat(lines.get("begin").offered()).isEqualTo("photo.png, strength 0.4");
        DrawValues seed = lines.get("seed").apply().apply(VALUES);
        assertThat(seed).isEqualTo(VALUES.withHow(VALUES.how().with("seed", 77L)));
        DrawValues count = lines.get("count").apply().apply(VALUES);
        assertThat(count.how().count()).as("picture 5 is the sixth").isEqualTo(6);
    }

    @Test
    void aRecipesModelIsFoundWhereverTheRecipeWasWritten(@TempDir Path folder) throws Exception {
        Path run = Files.createDirectories(folder.resolve("runs/boats/checkpoints/step-00000100"));
        Path boats = folder.resolve("runs/boats");
        Path demo = folder.resolve("cache/models/0123456789ab/demo");
        RecipeModels models =
                new RecipeModels(
                        folder,
                        List.of(
                                new ModelChoice(demo, "Demo model", "", false),
                                new ModelChoice(boats, "boats", "", true)));
        assertThat(models.find("demo")).as("as ldm writes it").contains(demo);
        assertThat(models.find("/other/cache/models/ba9876543210/demo")).contains(demo);
        assertThat(models.find("runs/boats")).as("below the workspace").contains(boats);
        assertThat(models.find("/other/work/runs/boats")).contains(boats);
        assertThat(models.find("/other/runs/boats/checkpoints/step-00000100")).contains(run);
        assertThat(models.find("/other/runs/boats/checkpoints/step-00000900")).contains(boats);
        assertThat(models.find("/other/runs/cars")).isEmpty();
        assertThat(models.find("")).isEmpty();
    }

    @Test
    void theCommandSaysEverythingInWordsOfTheShell() {
        SampleSettings settings =
                VALUES.settings(true, 4, BeginSettings.of("a photo.png", 0.4), Path.of("out"));
        assertThat(SampleCommandLine.of("runs/x", settings, List.of()))
                .isEqualTo(
                        "ldm sample runs/x --prompt 'a red star' --prompt 'a blue ring'"
                                + " --negative 'it'\\''s dark' --class 1,3 --seed 42 --steps 12"
                                + " --guidance 4.5 --sampler dpmpp_2m --count 3"
                                + " --set sharpness=0.5 --from 'a photo.png' --strength 0.4"
                                + " --size 48x32");
    }

    @Test
    void aModelWhoseClassesWereUnknownDrawsAllOfThem() {
        Drawing known = drawing(3).knowing(List.of("circle", "square"));
        assertThat(known.settings().classLabels()).containsExactly(0, 1);
        assertThat(known.settings().from()).isEqualTo(drawing(3).settings().from());
    }
}
