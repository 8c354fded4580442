package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.testing.ScreenshotHarness;
import ldmstudio.app.testing.StudioWindow;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.VideoRecipe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo model, a picture and its film, with the real worker. */
@Tag("slow")
@Timeout(600)
class RealFilmTest {
    @TempDir Path folder;

    @Test
    void aPictureOfTheDemoModelIsFilmedAndLiesInTheGallery() throws Exception {
        assumeThat(DemoModel.builtIn().isShipped())
                .as("the program is built with the demo model")
                .isTrue();
        try (StudioWindow window = StudioWindow.withWorker(folder)) {
            Fx.run(() -> window.context().navigator().show("playground"));
            Button draw = window.node("sample");
            Fx.await("a model", 1, () -> !draw.isDisabled());
            TextArea prompt = window.node("sample-prompt");
            Fx.await("its words", 1, () -> prompt.getParent().isVisible());
            Fx.run(
                    () -> {
                        ((NumberSlider) window.scene().lookup("#sample-count")).set(1);
                        ((NumberSlider) window.scene().lookup("#sample-steps")).set(6);
                    });
            window.click("sample");
            Label status = window.node("sample-status");
            Fx.await("the picture", 5, () -> status.getText().contains("saved in"));
            Button filmThis = window.node("sample-film");
            Fx.await("it is finished", () -> !filmThis.isDisabled());
            window.click("sample-film");
            Fx.await("the panel", () -> window.scene().lookup("#sample-film-panel").isVisible());
            window.click("sample-film-panel-render");
            Label state = window.node("sample-film-panel-film-state");
            Fx.await("the film", 5, () -> state.getText().matches("Done|Failed"));
            Label words = window.node("sample-film-panel-film-words");
            assertThat(Fx.get(state::getText)).as(Fx.get(words::getText)).isEqualTo("Done");
            // Six steps, the result, and the result held for a second and a half at 8 fps.
            assertThat(Fx.get(words::getText)).contains("19 frames");
            ScreenshotHarness.save("real-film-done", window.scene(), window.context().theme());
            Path videos = folder.resolve("work/videos");
            try (var files = Files.list(videos)) {
                Path film =
                        files.filter(f -> f.toString().endsWith(".mp4")).findFirst().orElseThrow();
                Optional<VideoRecipe> recipe = VideoRecipe.read(film);
                assertThat(recipe).isPresent();
                assertThat(recipe.get().kind()).isEqualTo("denoising film");
                assertThat(recipe.get().frames()).isEqualTo(19);
                assertThat(recipe.get().prompts()).isEqualTo(List.of(prompt.getText()));
            }
            window.click("rail-gallery");
            Fx.await(
                    "picture and film",
                    1,
                    () ->
                            window.scene().lookup("#gallery-count") instanceof Label count
                                    && count.getText().equals("2 items"));
            ScreenshotHarness.save("real-film-gallery", window.scene(), window.context().theme());
        }
    }
}
