package ldmstudio.app.screen.home;

import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;

/**
 * Puts the keyboard into the prompt as soon as it is to be seen: before a model is loaded, nobody
 * knows whether it listens to words.
 */
final class PromptFocus {
    private static final String PROMPT = "#sample-prompt";

    private final Scene scene;
    private final Node prompt;

    private PromptFocus(Scene scene, Node prompt) {
        this.scene = scene;
        this.prompt = prompt;
    }

    /** Nothing happens where the scene has no prompt. */
    static void request(Scene scene) {
        Node prompt = scene.lookup(PROMPT);
        if (prompt != null) {
            new PromptFocus(scene, prompt).whenSeen();
        }
    }

    private void whenSeen() {
        for (Node node = prompt; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                waitFor(node);
                return;
            }
        }
        // Who writes elsewhere by now is left alone.
        if (prompt.getScene() != null && !(scene.getFocusOwner() instanceof TextInputControl)) {
            prompt.requestFocus();
        }
    }

    private void waitFor(Node hidden) {
        hidden.visibleProperty()
                .addListener(
                        new ChangeListener<>() {
                            @Override
                            public void changed(
                                    ObservableValue<? extends Boolean> visible,
                                    Boolean was,
                                    Boolean is) {
                                hidden.visibleProperty().removeListener(this);
                                whenSeen();
                            }
                        });
    }
}
