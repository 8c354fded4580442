package ldmstudio.app.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** A few alternatives side by side, exactly one chosen: for what is switched while looking. */
public final class SegmentedChoice<T> extends HBox {
    private final ToggleGroup group = new ToggleGroup();
    private final Map<T, ToggleButton> buttons = new LinkedHashMap<>();
    private final ObjectProperty<T> value;

    /**
     * @param ids node id of each button, for tests and style
     */
    public SegmentedChoice(
            List<T> choices, T first, Function<T, String> label, Function<T, String> ids) {
        value = new SimpleObjectProperty<>(this, "value", first);
        getStyleClass().add("segmented-choice");
        for (int i = 0; i < choices.size(); i++) {
            T choice = choices.get(i);
            ToggleButton button = new ToggleButton(label.apply(choice));
            button.setId(ids.apply(choice));
            button.setToggleGroup(group);
            button.setMinWidth(USE_PREF_SIZE);
            button.getStyleClass()
                    .add(
                            choices.size() == 1
                                    ? "single"
                                    : i == 0
                                            ? "left-pill"
                                            : i == choices.size() - 1
                                                    ? "right-pill"
                                                    : "center-pill");
            // Arrow keys choose within a group without pressing a button.
            button.selectedProperty()
                    .addListener(
                            (o, was, is) -> {
                                if (is) {
                                    value.set(choice);
                                }
                            });
            // A second click on the chosen one must not leave nothing chosen.
            button.setOnAction(
                    e -> {
                        button.setSelected(true);
                        value.set(choice);
                    });
            buttons.put(choice, button);
            getChildren().add(button);
        }
        value.addListener((o, was, is) -> mark());
        mark();
    }

    public ObjectProperty<T> valueProperty() {
        return value;
    }

    private void mark() {
        ToggleButton button = buttons.get(value.get());
        if (button != null) {
            button.setSelected(true);
        }
    }
}
