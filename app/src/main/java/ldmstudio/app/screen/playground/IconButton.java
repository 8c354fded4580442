package ldmstudio.app.screen.playground;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A button without words: what it does is its tooltip and what a screen reader says. */
final class IconButton extends Button {
    IconButton(String id, Ikon icon, String help, Runnable action) {
        super("", new FontIcon(icon));
        setId(id);
        getStyleClass().addAll("button-icon", "flat", "small");
        setTooltip(new Tooltip(help));
        setAccessibleText(help);
        setOnAction(e -> action.run());
    }

    /** Another look and meaning of the same button. */
    void show(Ikon icon, String help) {
        setGraphic(new FontIcon(icon));
        getTooltip().setText(help);
        setAccessibleText(help);
    }
}
