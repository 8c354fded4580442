package ldmstudio.app.screen.playground.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import ldmstudio.engine.config.GridAxis;
import ldmstudio.engine.config.GridKey;
import ldmstudio.engine.config.Problem;
import org.jspecify.annotations.Nullable;

/** What one axis varies: a choice, its values, and what is wrong with them. */
final class AxisRow extends VBox {
    private static final GridKey NOTHING = new GridKey("", "Nothing", "", false);

    private final ComboBox<GridKey> keys = new ComboBox<>();
    private final TextField values = new TextField();
    private final Label help = new Label();
    private final Label problem = new Label();
    private boolean showing;

    AxisRow(String name, ScriptModel model) {
        String letter = name.toUpperCase(Locale.ROOT);
        List<GridKey> all = new ArrayList<>(List.of(NOTHING));
        all.addAll(GridKey.all());
        keys.getItems().setAll(all);
        keys.setId("script-" + name + "-key");
        keys.setAccessibleText(letter + ": what varies");
        keys.setPrefWidth(150);
        keys.setMinWidth(150);
        values.setPrefColumnCount(8);
        keys.setVisibleRowCount(14);
        keys.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(@Nullable GridKey key) {
                        return key == null ? "" : key.label();
                    }

                    @Override
                    public GridKey fromString(String label) {
                        return all.stream()
                                .filter(key -> key.label().equals(label))
                                .findFirst()
                                .orElse(NOTHING);
                    }
                });
        values.setId("script-" + name + "-values");
        values.setAccessibleText(letter + ": values");
        HBox.setHgrow(values, Priority.ALWAYS);
        help.getStyleClass().add("text-muted");
        help.setWrapText(true);
        help.setMinHeight(USE_PREF_SIZE);
        problem.setId("script-" + name + "-problem");
        problem.getStyleClass().addAll("danger", "field-problem");
        problem.setWrapText(true);
        problem.setMinHeight(USE_PREF_SIZE);
        Label axis = new Label(letter);
        axis.setMinWidth(14);
        axis.setLabelFor(keys);
        HBox row = new HBox(6, axis, keys, values);
        row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        setSpacing(3);
        getChildren().addAll(row, help, problem);
        model.axis(name).addListener((o, was, is) -> show(is, all));
        keys.valueProperty().addListener((o, was, is) -> set(name, model));
        values.textProperty().addListener((o, was, is) -> set(name, model));
        show(model.axis(name).get(), all);
        say(List.of());
    }

    private void set(String name, ScriptModel model) {
        GridKey key = keys.getValue();
        if (!showing && key != null) {
            model.axis(name).set(new GridAxis(key.key(), values.getText()));
        }
        tell();
    }

    private void show(GridAxis axis, List<GridKey> all) {
        showing = true;
        keys.setValue(
                all.stream().filter(k -> k.key().equals(axis.key())).findFirst().orElse(NOTHING));
        if (!values.getText().equals(axis.values())) {
            values.setText(axis.values());
        }
        showing = false;
        tell();
    }

    private void tell() {
        GridKey key = keys.getValue();
        boolean any = key != null && !key.key().isEmpty();
        values.setDisable(!any);
        String words = key == null ? "" : key.help();
        values.setTooltip(words.isEmpty() ? null : new Tooltip(words));
        help.setText(words);
        visible(help, any && values.getText().isBlank());
    }

    /** Shows what is wrong with this axis; nothing where nothing is. */
    void say(List<Problem> problems) {
        problem.setText(
                String.join("\n", problems.stream().map(AxisRow::words).distinct().toList()));
        visible(problem, !problems.isEmpty());
    }

    private static String words(Problem problem) {
        // Some messages quote the value themselves.
        boolean quoted = problem.brief().matches("['\"]" + Pattern.quote(problem.value()) + ".*");
        String value = problem.value().isEmpty() || quoted ? "" : "“" + problem.value() + "” ";
        return value + problem.brief();
    }

    private static void visible(Label label, boolean shown) {
        label.setVisible(shown);
        label.setManaged(shown);
    }
}
