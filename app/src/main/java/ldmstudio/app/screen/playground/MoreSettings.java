package ldmstudio.app.screen.playground;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.control.NumberSlider;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.SamplingConfig;

/**
 * The settings of sampling that few people need every day, with the names, limits and help texts of
 * the configuration's own record: what is added there appears here.
 */
final class MoreSettings extends TitledPane {
    private static final Set<String> ELSEWHERE =
            Set.of("eta", "sigma_scale", "sharpness", "brightness");

    private static final double NAMES = 112;

    private final ObjectProperty<SamplingConfig> how;
    private final Map<String, Consumer<SamplingConfig>> shown = new HashMap<>();
    private final BiConsumer<String, String> faults;
    private boolean filling;

    /**
     * @param faults hears a field's name and what is wrong in it; empty: nothing any more
     */
    MoreSettings(ObjectProperty<SamplingConfig> how, BiConsumer<String, String> faults) {
        super("More settings", new VBox(10));
        this.how = how;
        this.faults = faults;
        setId("sample-more");
        setExpanded(false);
        setAnimated(false);
        VBox rows = (VBox) getContent();
        rows.setPadding(new Insets(10, 0, 4, 0));
        for (FieldInfo field : FormModel.of(SamplingConfig.class)) {
            if (field.advanced() && !ELSEWHERE.contains(field.path())) {
                rows.getChildren().add(row(field));
            }
        }
        how.addListener((o, was, is) -> fill(is));
        fill(how.get());
    }

    /** Puts rows of other properties before those of the record. */
    void addFirst(Node... rows) {
        ((VBox) getContent()).getChildren().addAll(0, List.of(rows));
    }

    private void fill(SamplingConfig values) {
        filling = true;
        shown.values().forEach(show -> show.accept(values));
        filling = false;
    }

    private void take(String key, Object value) {
        if (!filling) {
            how.set(how.get().with(key, value));
        }
    }

    private HBox row(FieldInfo field) {
        Label label = new Label(field.label());
        label.setMinWidth(NAMES);
        label.setPrefWidth(NAMES);
        label.setTooltip(new Tooltip(field.help()));
        Node editor =
                switch (field.kind()) {
                    case CHOICE -> choice(field);
                    case SWITCH -> toggle(field);
                    default -> number(field);
                };
        editor.setAccessibleText(field.label());
        HBox.setHgrow(editor, Priority.ALWAYS);
        HBox row = new HBox(6, label, editor);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private ComboBox<String> choice(FieldInfo field) {
        ComboBox<String> box = new ComboBox<>(FXCollections.observableArrayList(field.oneOf()));
        box.setId("sample-" + field.path());
        box.setMaxWidth(Double.MAX_VALUE);
        box.setTooltip(new Tooltip(field.help()));
        box.valueProperty().addListener((o, was, is) -> take(field.path(), is));
        shown.put(field.path(), values -> box.setValue(String.valueOf(values.get(field.path()))));
        return box;
    }

    private CheckBox toggle(FieldInfo field) {
        CheckBox box = new CheckBox();
        box.setId("sample-" + field.path());
        box.setTooltip(new Tooltip(field.help()));
        box.selectedProperty().addListener((o, was, is) -> take(field.path(), is));
        shown.put(
                field.path(),
                values -> box.setSelected(Boolean.TRUE.equals(values.get(field.path()))));
        return box;
    }

    private NumberSlider number(FieldInfo field) {
        double step = (field.max() - field.min()) / 100;
        Object usual = field.defaultValue();
        NumberSlider slider =
                new NumberSlider(
                                field.min(),
                                field.max(),
                                step,
                                usual instanceof Number n ? n.doubleValue() : field.min(),
                                field.help())
                        .withId("sample-" + field.path());
        slider.problemProperty().addListener((o, was, is) -> faults.accept(field.label(), is));
        slider.valueProperty().addListener((o, was, is) -> take(field.path(), is.doubleValue()));
        shown.put(
                field.path(),
                values -> {
                    if (values.get(field.path()) instanceof Number n) {
                        slider.set(n.doubleValue());
                    }
                });
        return slider;
    }
}
