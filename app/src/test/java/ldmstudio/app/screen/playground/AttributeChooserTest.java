package ldmstudio.app.screen.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import ldmstudio.app.screen.training.TestRuns;
import ldmstudio.app.testing.Fx;
import ldmstudio.engine.worker.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeChooserTest {
    private static final List<String> NAMES =
            List.of("Black_Hair", "Blond_Hair", "Male", "Smiling", "Young");

    @TempDir private Path folder;

    @Test
    void aTickWritesWhatTheTrainingsCaptionsSaidAndLeavesOtherWordsAlone() {
        AttributePrompt words = new AttributePrompt(NAMES);
        assertThat(words.on("")).isEmpty();
        String one = words.with("", "Smiling", true);
        assertThat(one).isEqualTo("a woman: smiling");
        String two = words.with(words.with(one, "Black_Hair", true), "Male", true);
        assertThat(two).as("in the order of the data").isEqualTo("a man: black hair, smiling");
        assertThat(words.on(two)).containsExactlyInAnyOrder("Male", "Black_Hair", "Smiling");
        assertThat(words.with(two, "Black_Hair", false)).isEqualTo("a man: smiling");
        String own = words.with("portrait of a (queen:1.2)", "Young", true);
        assertThat(own).isEqualTo("portrait of a (queen:1.2), young");
        assertThat(words.on(own)).containsExactly("Young");
        assertThat(words.with(own, "Young", false)).isEqualTo("portrait of a (queen:1.2)");
        String lines = words.with("a man: smiling\n\na young woman", "Smiling", true);
        assertThat(lines).isEqualTo("a man: smiling\na young woman: smiling");
        assertThat(words.on("a man: smiling\na young woman")).isEmpty();
        assertThat(words.on(lines)).containsExactly("Smiling");
    }

    private static Node popup(String id) {
        return Window.getWindows().stream()
                .map(window -> window.getScene().lookup("#" + id))
                .filter(node -> node != null)
                .findFirst()
                .orElseThrow();
    }

    private static void press(Node node, KeyCode code) {
        Event.fireEvent(
                node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    @Test
    void attributesAreSearchedAndTickedByKeyboard() throws Exception {
        Path runs = folder.resolve("work").resolve("runs");
        Path stage1 = TestRuns.autoencoder(runs.resolve("shapes-autoencoder-001"));
        TestRuns.diffusion(runs.resolve("shapes-model-001"), stage1, "shapes_text");
        try (PlaygroundPage page = new PlaygroundPage(folder)) {
            Fx.await("its facts", () -> page.model().models().factsProperty().get() != null);
            Fx.run(() -> page.model().model().warmUp(false));
            PlaygroundPage.answer(
                    page.asked(0, Request.Load.class),
                    Map.of("classes", List.of(), "text", true, "attributes", NAMES));
            AttributeChooser chooser = page.node("sample-attributes", AttributeChooser.class);
            Fx.await("the attributes", () -> chooser.getParent().isVisible());
            assertThat(Fx.get(chooser::getText)).isEqualTo("none of 5");
            page.click("sample-attributes");
            Fx.run(
                    () -> {
                        TextField search = (TextField) popup("sample-attributes-search");
                        search.setText("HAIR");
                        assertThat(chooser.list().found()).containsExactly(0, 1);
                        press(search, KeyCode.DOWN);
                        ListView<?> list = (ListView<?>) popup("sample-attributes-list");
                        list.requestFocus();
                        press(list, KeyCode.SPACE);
                        search.setText("you");
                        list.getSelectionModel().select(0);
                        press(list, KeyCode.SPACE);
                        press(list, KeyCode.ENTER);
                    });
            assertThat(Fx.get(() -> page.model().form().promptProperty().get()))
                    .isEqualTo("a young woman: black hair");
            assertThat(Fx.get(chooser::getText)).isEqualTo("black hair, young");
            page.shot("playground-attributes");
        }
    }
}
