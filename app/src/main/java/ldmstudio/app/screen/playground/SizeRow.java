package ldmstudio.app.screen.playground;

import javafx.beans.property.IntegerProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** Width and height of what is drawn; empty fields mean the model's own size. */
final class SizeRow extends HBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");
    private static final int LARGEST = 4096;

    SizeRow(SampleForm form) {
        super(6);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("field-row");
        TextField width = field("sample-width", "Width", form.widthProperty(), form);
        TextField height = field("sample-height", "Height", form.heightProperty(), form);
        getChildren().addAll(width, new Label("×"), height, new Label("px"));
        // One side alone means a square.
        width.setOnAction(e -> square(form.widthProperty(), form.heightProperty()));
        width.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (!is) {
                                square(form.widthProperty(), form.heightProperty());
                            }
                        });
    }

    private static void square(IntegerProperty typed, IntegerProperty other) {
        if (typed.get() == 0 || other.get() == 0) {
            other.set(typed.get());
        }
    }

    private static TextField field(String id, String name, IntegerProperty value, SampleForm form) {
        TextField field = new TextField(text(value.get()));
        field.setId(id);
        field.setPromptText("model's");
        field.setPrefColumnCount(5);
        field.setAlignment(Pos.CENTER_RIGHT);
        field.setAccessibleText(name + " in pixels; empty: the model's own");
        Tooltip help =
                new Tooltip(
                        name
                                + " in pixels, up to "
                                + LARGEST
                                + ". Empty: the size that the model was trained with, where it"
                                + " draws best.");
        field.setTooltip(help);
        HBox.setHgrow(field, Priority.ALWAYS);
        value.addListener(
                (o, was, is) -> {
                    if (!field.getText().equals(text(is.intValue()))) {
                        field.setText(text(is.intValue()));
                    }
                });
        Runnable look =
                () -> {
                    String typed = field.getText().strip();
                    String problem = problem(typed, form.sizeMultipleProperty().get());
                    field.pseudoClassStateChanged(INVALID, !problem.isEmpty());
                    form.fault(name, problem);
                    if (problem.isEmpty()) {
                        value.set(typed.isEmpty() ? 0 : Integer.parseInt(typed));
                    }
                };
        field.textProperty().addListener((o, was, is) -> look.run());
        form.sizeMultipleProperty().addListener((o, was, is) -> look.run());
        return field;
    }

    /** What is wrong with a side; empty: nothing. */
    private static String problem(String typed, int multiple) {
        if (typed.isEmpty()) {
            return "";
        }
        int pixels = typed.matches("\\d{1,5}") ? Integer.parseInt(typed) : 0;
        if (pixels < 1 || pixels > LARGEST) {
            return "“" + typed + "” is not possible. Allowed: up to " + LARGEST + " px, or empty.";
        }
        int near = Math.max(1, (pixels + multiple / 2) / multiple) * multiple;
        return pixels % multiple == 0
                ? ""
                : pixels
                        + " px is not possible. This model draws multiples of "
                        + multiple
                        + ", such as "
                        + near
                        + ".";
    }

    private static String text(int pixels) {
        return pixels == 0 ? "" : Integer.toString(pixels);
    }
}
