package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draw pressed while it is still unknown what the model listens to. */
class EarlyDrawTest {
    @TempDir Path folder;

    @Test
    void aDrawingWaitsForWhatTheModelSaysOfItselfAndAStudentSaysWhatItDoesNotHear() {
        List<ModelChoice> shipped = ShippedModels.list();
        assumeThat(shipped).as("the program is built with the demo model").isNotEmpty();
        try (PlaygroundPage page = new PlaygroundPage(folder, shipped)) {
            FakeWorker.Asked load = page.asked(0, Request.Load.class);
            page.click("sample");
            page.click("sample");
            assertThat(page.model().queue().items()).isEmpty();
            PlaygroundPage.answer(
                    load,
                    Map.of(
                            "classes",
                            List.of(),
                            "text",
                            true,
                            "student",
                            true,
                            "samplers",
                            List.of("ddim", "lcm"),
                            "sampling",
                            Map.of("sampler", "lcm", "steps", 4, "guidance_scale", 6.5)));
            SampleSettings drawn = PlaygroundPage.settings(page.asked(0, Request.Sample.class));
            assertThat(drawn.how().guidanceScale()).isEqualTo(6.5);
            assertThat(drawn.how().steps()).isEqualTo(4);
            assertThat(drawn.prompts()).isNotEmpty();
            assertThat(Fx.get(() -> page.model().queue().items().size())).isEqualTo(2);
            assertThat(page.node("sample-negative-prompt", TextField.class).isDisabled()).isTrue();
            assertThat(page.node("sample-negative-unheard", Label.class).getText())
                    .contains("does not hear a negative prompt");
            page.shot("playground-student");
        }
    }

    @Test
    void aDrawingWaitsForWhatTheFolderOfARunSays() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-first-001"), stage1, "shapes_text");
        TestRuns.diffusion(runs.resolve("shapes-second-001"), stage1, "shapes_text");
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            Fx.await("both models", () -> page.model().models().models().size() == 2);
            Fx.await("one is read", () -> page.model().models().factsProperty().get() != null);
            Fx.run(
                    () -> {
                        ModelList models = page.model().models();
                        ModelChoice chosen = models.chosenProperty().get();
                        page.model().form().promptProperty().set("a large red star");
                        models.choose(
                                models.models().stream()
                                        .filter(other -> !other.is(chosen.path()))
                                        .findFirst()
                                        .orElseThrow());
                        assertThat(models.factsProperty().get()).as("not read yet").isNull();
                        page.model().draw();
                        assertThat(page.model().queue().items()).isEmpty();
                    });
            PlaygroundPage.answer(page.asked(0, Request.Load.class), PlaygroundPage.TEXT_MODEL);
            SampleSettings drawn = PlaygroundPage.settings(page.asked(0, Request.Sample.class));
            assertThat(drawn.prompts()).containsExactly("a large red star");
        }
    }
}
