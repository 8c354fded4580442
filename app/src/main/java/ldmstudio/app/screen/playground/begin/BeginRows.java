package ldmstudio.app.screen.playground.begin;

import javafx.beans.property.LongProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Rows and buttons of this section. */
final class BeginRows {
    private static final double LABEL_WIDTH = 84;

    private BeginRows() {}

    /** A control with its name in front. */
    static HBox row(String words, Node control) {
        Label label = new Label(words);
        label.setMinWidth(LABEL_WIDTH);
        label.setLabelFor(control);
        HBox row = new HBox(8, label, control);
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(control, Priority.ALWAYS);
        return row;
    }

    static Button icon(String id, Ikon icon, String words) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setTooltip(new Tooltip(words));
        button.setAccessibleText(words);
        return button;
    }

    /** A seed, which may be longer than a spinner's number; what is none is put back. */
    static TextField seed(String id, LongProperty property, String help) {
        TextField field = new TextField(Long.toString(property.get()));
        field.setId(id);
        field.setTooltip(new Tooltip(help));
        field.setAccessibleText(help);
        Runnable take =
                () -> {
                    if (field.getText().strip().matches("-?\\d{1,18}")) {
                        property.set(Long.parseLong(field.getText().strip()));
                    }
                    field.setText(Long.toString(property.get()));
                };
        field.setOnAction(e -> take.run());
        field.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!is) {
                                take.run();
                            }
                        });
        property.addListener((o, was, is) -> field.setText(Long.toString(is.longValue())));
        return field;
    }

    /** A whole number that can be typed; what is no number leaves it as it was. */
    static Spinner<Integer> number(String id, int most, int step, String help) {
        Spinner<Integer> spinner = new Spinner<>(0, most, 0, step);
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.setPrefWidth(92);
        spinner.setTooltip(new Tooltip(help));
        spinner.setAccessibleText(help);
        SpinnerValueFactory<Integer> values = spinner.getValueFactory();
        values.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(Integer number) {
                        return number == null ? "0" : number.toString();
                    }

                    @Override
                    public Integer fromString(String text) {
                        String digits = text.strip();
                        boolean number = digits.matches("\\d{1,5}");
                        return number
                                ? Math.min(most, Integer.parseInt(digits))
                                : values.getValue();
                    }
                });
        spinner.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!is) {
                                spinner.commitValue();
                            }
                        });
        return spinner;
    }
}
