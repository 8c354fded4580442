package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Draw pressed while the model that comes with the studio is still being loaded. */
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
}
