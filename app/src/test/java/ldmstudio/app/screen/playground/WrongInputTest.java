package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import ldmstudio.app.notify.Notification;
import ldmstudio.app.screen.playground.begin.BeginPanel;
import ldmstudio.app.testing.Drops;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person types or drops that cannot be drawn with: said in place, never left unsaid. */
class WrongInputTest {
    @TempDir Path folder;

    private static void type(PlaygroundPage page, String id, String text) {
        TextField field = page.node(id, TextField.class);
        Fx.run(() -> field.setText(text));
    }

    private static List<Notification> told(PlaygroundPage page) {
        return Fx.get(() -> List.copyOf(page.window.context().notifications().history()));
    }

    @Test
    void numbersAreTakenAsTheyStandOrRefusedAndStrangeFilesAreExplained() throws Exception {
        try (PlaygroundPage page =
                PlaygroundPage.ofTextRun(
                        folder,
                        c ->
                                new PlaygroundParts(
                                        new BeginPanel(() -> c.workspace().folder()), null))) {
            Button draw = page.node("sample", Button.class);
            Fx.await("a model", () -> !draw.isDisabled());
            Fx.await("its facts", () -> page.model().models().factsProperty().get() != null);
            Label complaint = page.node("sample-complaint", Label.class);
            type(page, "sample-steps-field", "5000");
            type(page, "sample-seed", "99999999999999999999");
            page.press("sample-steps-field", KeyCode.ENTER, true);
            page.click("sample");
            assertThat(complaint.getText())
                    .contains("Steps: “5000” is not possible. Allowed: 1 to 1000.")
                    .contains("Seed: “99999999999999999999” is not possible.");
            assertThat(page.model().queue().items()).as("nothing else is drawn").isEmpty();
            page.shot("playground-wrong-numbers");
            type(page, "sample-seed", "900719925474099301");
            type(page, "sample-steps-field", "7");
            type(page, "sample-guidance-field", "20");
            page.press("sample-guidance-field", KeyCode.ENTER, true);
            page.press("sample-steps-field", KeyCode.ENTER, true);
            assertThat(complaint.getText()).as("all is right now").isEmpty();
            page.click("sample");
            Map<String, Object> told = new HashMap<>(PlaygroundPage.TEXT_MODEL);
            told.put("size_multiple", 8);
            PlaygroundPage.answer(page.asked(0, Request.Load.class), told);
            FakeWorker.Asked sampling = page.asked(0, Request.Sample.class);
            var how = PlaygroundPage.settings(sampling).how();
            assertThat(how.steps()).as("typed, and Ctrl+Enter").isEqualTo(7);
            assertThat(how.guidanceScale()).as("beyond the slider").isEqualTo(20);
            assertThat(how.seed()).as("every digit").isEqualTo(900719925474099301L);
            type(page, "sample-width", "65");
            page.click("sample");
            assertThat(complaint.getText())
                    .isEqualTo(
                            "Width: 65 px is not possible. This model draws multiples of 8, such as 64.");
            type(page, "sample-width", "64");
            assertThat(complaint.getText()).isEmpty();

            Path photo = folder.resolve("photo.png");
            PngFiles.write(PlaygroundPage.picture(0, 1, 1), Map.of(), photo);
            Drops.file(page.node("playground-screen", javafx.scene.Parent.class), photo);
            Fx.await("it is said", () -> told(page).size() == 1);
            Notification none = told(page).get(0);
            assertThat(none.title()).isEqualTo("photo.png holds no recipe");
            TitledPane begin = page.node("sample-begin", TitledPane.class);
            assertThat(begin.isExpanded()).isFalse();
            Fx.run(none.choices().get(0).action());
            assertThat(begin.isExpanded()).as("what is drawn from is seen").isTrue();
            assertThat(begin.getText()).isEqualTo("Start from photo.png, whole");
            page.click("begin-way-painted");
            page.click("sample");
            assertThat(complaint.getText()).startsWith("Paint over what is to be drawn anew");
            page.click("begin-way-whole");
            assertThat(complaint.getText()).as("right again").isEmpty();
            Path torn = folder.resolve("torn.png");
            byte[] bytes = Files.readAllBytes(photo);
            Files.write(torn, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            Drops.file(page.node("playground-screen", javafx.scene.Parent.class), torn);
            Fx.await("it is said, too", () -> told(page).size() == 2);
            assertThat(told(page))
                    .extracting(Notification::title)
                    .contains("torn.png is no picture that can be read");
            Scene scene = page.stage.getScene();
            assertThat(scene.lookup("#recipe-panel").isVisible()).isFalse();
            page.shot("playground-start-from");
        }
    }
}
