package ldmstudio.app.screen.models;

import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Puts a text on the clipboard. */
final class CopyButton extends Button {
    CopyButton(String id, String label, Supplier<String> text) {
        super(label, new FontIcon(MaterialDesignC.CONTENT_COPY));
        setId(id);
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip("Copy to the clipboard"));
        setAccessibleText(label.isEmpty() ? "Copy to the clipboard" : label);
        setOnAction(
                event -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(text.get());
                    Clipboard.getSystemClipboard().setContent(content);
                });
    }
}
