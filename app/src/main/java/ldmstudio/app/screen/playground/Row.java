package ldmstudio.app.screen.playground;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import ldmstudio.app.control.NumberSlider;

/** A name and what is set there; the names stand in a column. */
final class Row extends HBox {
    private static final double NAMES = 86;

    Row(String name, Node editor) {
        super(6);
        Label label = new Label(name);
        label.setMinWidth(NAMES);
        label.setPrefWidth(NAMES);
        label.setLabelFor(editor);
        if (editor instanceof NumberSlider slider) {
            slider.withName(name);
        }
        HBox.setHgrow(editor, Priority.ALWAYS);
        getChildren().addAll(label, editor);
        setAlignment(Pos.CENTER_LEFT);
    }
}
