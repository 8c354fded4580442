package ldmstudio.app.screen.playground;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;

/** What is to be drawn, in words; there only for models that listen to text. */
final class PromptBox extends VBox {
    PromptBox(SampleForm form, Runnable sample) {
        super(6);
        TextArea prompt = new TextArea();
        prompt.setId("sample-prompt");
        prompt.setPromptText("What is to be seen? One line a prompt; several are taken in turn.");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(3);
        prompt.setMinHeight(70);
        prompt.setAccessibleText("Prompt");
        prompt.textProperty().bindBidirectional(form.promptProperty());
        // The area would take both keys for itself.
        prompt.addEventFilter(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.ENTER && key.isShortcutDown()) {
                        key.consume();
                        sample.run();
                    }
                });
        TextField negative = new TextField();
        negative.setId("sample-negative-prompt");
        negative.setPromptText("What should not be there (needs guidance above 1)");
        negative.setAccessibleText("Negative prompt");
        negative.setTooltip(new Tooltip("Guidance pushes away from this text"));
        negative.textProperty().bindBidirectional(form.negativePromptProperty());
        getChildren().addAll(new Label("Prompt"), prompt, new Label("Negative prompt"), negative);
        visibleProperty().bind(form.listensToTextProperty());
        managedProperty().bind(visibleProperty());
    }
}
