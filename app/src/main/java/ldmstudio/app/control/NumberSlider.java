package ldmstudio.app.control;

import java.util.OptionalDouble;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/**
 * A number that can be dragged and typed. A double click on the slider resets it, arrows and the
 * wheel step it; typed values outside the range are refused and the field says which are allowed.
 */
public final class NumberSlider extends HBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    private final double min;
    private final double max;
    private final double step;
    private final double reset;
    private final DoubleProperty value;
    private double most;
    private final Slider slider;
    private final TextField field = new TextField();
    private final Tooltip tooltip = new Tooltip();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
    private final String help;

    /**
     * @param step smallest change; values are multiples of it above {@code min}
     * @param reset what a double click restores, and the first value
     */
    public NumberSlider(double min, double max, double step, double reset, String help) {
        this.min = min;
        this.max = max;
        this.most = max;
        this.step = step;
        this.reset = reset;
        this.help = help;
        value = new SimpleDoubleProperty(this, "value", reset);
        slider = new Slider(min, max, reset);
        slider.setMinWidth(60);
        HBox.setHgrow(slider, Priority.ALWAYS);
        slider.getStyleClass().add("small");
        field.setPrefWidth(64);
        field.setMinWidth(64);
        field.setAlignment(Pos.CENTER_RIGHT);
        setSpacing(8);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("number-slider");
        getChildren().addAll(slider, field);
        withName(help);
        tooltip.setText(help + "\nDouble click resets to " + NumberText.of(reset));
        Tooltip.install(slider, tooltip);
        field.setTooltip(tooltip);
        field.setText(NumberText.of(reset));
        slider.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            // A value beyond the slider leaves it at its end.
                            if (is.doubleValue() < max || value.get() < max) {
                                set(is.doubleValue());
                            }
                        });
        value.addListener((o, was, is) -> changed());
        slider.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        slider.addEventFilter(
                MouseEvent.MOUSE_CLICKED,
                e -> {
                    if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
                        set(reset);
                    }
                });
        setOnScroll(
                e -> {
                    if (!isDisabled() && e.getDeltaY() != 0) {
                        set(value.get() + (e.getDeltaY() > 0 ? step : -step));
                        e.consume();
                    }
                });
        field.setOnAction(e -> typed());
        field.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!is) {
                                typed();
                            }
                        });
        field.addEventFilter(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.UP || e.getCode() == KeyCode.DOWN) {
                        set(value.get() + (e.getCode() == KeyCode.UP ? step : -step));
                        e.consume();
                    } else if (e.getCode() == KeyCode.ENTER) {
                        // With Ctrl it begins something, which is to have the number that stands
                        // here.
                        typed();
                    }
                });
    }

    /** Ids for the slider and the field: {@code ID-slider}, {@code ID-field}. */
    public NumberSlider withId(String id) {
        setId(id);
        slider.setId(id + "-slider");
        field.setId(id + "-field");
        return this;
    }

    /** Lets larger numbers be typed than the slider shows. */
    public NumberSlider withTypedUpTo(double largest) {
        most = Math.max(max, largest);
        return this;
    }

    /** What a screen reader calls the number; without it, its help. */
    public NumberSlider withName(String name) {
        slider.setAccessibleText(name);
        field.setAccessibleText(name);
        return this;
    }

    public DoubleProperty valueProperty() {
        return value;
    }

    public double value() {
        return value.get();
    }

    /** What stands in the field and is not allowed, with what is; empty: the value stands there. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Sets the value, clamped and rounded to the step. */
    public void set(double wanted) {
        double clamped = Math.max(min, Math.min(most, wanted));
        double rounded = min + Math.rint((clamped - min) / step) * step;
        // 0.1 steps must not become 0.30000000000000004 in a recipe.
        value.set(Math.min(most, Math.rint(rounded * 1e9) / 1e9));
        changed();
    }

    private void changed() {
        double shown = Math.min(max, value.get());
        if (Math.abs(slider.getValue() - shown) > step * 1e-6) {
            slider.setValue(shown);
        }
        String text = NumberText.of(value.get());
        if (!field.getText().equals(text)) {
            field.setText(text);
        }
        mark(true);
    }

    private void typed() {
        OptionalDouble number = NumberText.parse(field.getText());
        if (number.isPresent() && number.getAsDouble() >= min && number.getAsDouble() <= most) {
            set(number.getAsDouble());
        } else {
            mark(false);
        }
    }

    private void mark(boolean valid) {
        field.pseudoClassStateChanged(INVALID, !valid);
        String allowed = "Allowed: " + NumberText.of(min) + " to " + NumberText.of(most);
        tooltip.setText(
                valid ? help + "\nDouble click resets to " + NumberText.of(reset) : allowed);
        problem.set(
                valid ? "" : "“" + field.getText().strip() + "” is not possible. " + allowed + ".");
    }

    private void key(KeyEvent e) {
        double by =
                switch (e.getCode()) {
                    case LEFT, DOWN -> -step;
                    case RIGHT, UP -> step;
                    case PAGE_UP -> 10 * step;
                    case PAGE_DOWN -> -10 * step;
                    default -> 0;
                };
        if (by != 0) {
            set(value.get() + by);
            e.consume();
        }
    }
}
