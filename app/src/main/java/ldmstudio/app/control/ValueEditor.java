package ldmstudio.app.control;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import ldmstudio.engine.config.FieldInfo;

/**
 * What a value of a configuration record is edited with, by its kind. {@code show} takes the value
 * or, for a text that was refused, that text; {@code took} gets what a person chose or typed.
 */
record ValueEditor(Region node, Consumer<Object> show) {
    /** More words than this are a list that opens. */
    private static final int SIDE_BY_SIDE = 3;

    private static final double LONGEST_SLIDER = 1000;

    /** For a few fields with room: words side by side, numbers with a slider. */
    static ValueEditor roomy(FieldInfo field, String id, Consumer<Object> took) {
        return switch (field.kind()) {
            case CHOICE ->
                    field.oneOf().size() <= SIDE_BY_SIDE
                            ? segments(field, id, took)
                            : box(field, took);
            case SWITCH -> toggle(took);
            case NUMBER, WHOLE_NUMBER ->
                    field.max() - field.min() <= LONGEST_SLIDER
                            ? slider(field, id, took)
                            : text(field, took);
            default -> text(field, took);
        };
    }

    /** For a long form: everything in one line, numbers typed. */
    static ValueEditor dense(FieldInfo field, Consumer<Object> took) {
        return switch (field.kind()) {
            case CHOICE -> box(field, took);
            case SWITCH -> toggle(took);
            default -> text(field, took);
        };
    }

    private static ValueEditor segments(FieldInfo field, String id, Consumer<Object> took) {
        List<String> words = field.oneOf();
        SegmentedChoice<String> choice =
                new SegmentedChoice<>(words, words.get(0), w -> w, w -> id + "-" + w);
        choice.valueProperty().addListener((o, was, is) -> took.accept(is));
        return new ValueEditor(choice, value -> choice.valueProperty().set(String.valueOf(value)));
    }

    private static ValueEditor box(FieldInfo field, Consumer<Object> took) {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(field.oneOf());
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is != null) {
                                took.accept(is);
                            }
                        });
        return new ValueEditor(box, value -> box.setValue(String.valueOf(value)));
    }

    private static ValueEditor toggle(Consumer<Object> took) {
        CheckBox box = new CheckBox();
        box.setMaxWidth(Double.MAX_VALUE);
        box.selectedProperty().addListener((o, was, is) -> took.accept(is));
        return new ValueEditor(box, value -> box.setSelected(Boolean.TRUE.equals(value)));
    }

    private static ValueEditor slider(FieldInfo field, String id, Consumer<Object> took) {
        boolean whole = field.kind() == FieldInfo.Kind.WHOLE_NUMBER;
        double span = field.max() - field.min();
        double step = whole ? 1 : span > 20 ? 0.1 : span > 2 ? 0.05 : 0.01;
        double usual = field.defaultValue() instanceof Number n ? n.doubleValue() : field.min();
        NumberSlider slider =
                new NumberSlider(field.min(), field.max(), step, usual, field.help())
                        .withId(id)
                        .withName(field.label());
        slider.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (whole) {
                                took.accept((int) Math.rint(is.doubleValue()));
                            } else {
                                took.accept(is.doubleValue());
                            }
                        });
        return new ValueEditor(
                slider,
                value -> {
                    if (value instanceof Number n && n.doubleValue() != slider.value()) {
                        slider.set(n.doubleValue());
                    }
                });
    }

    private static ValueEditor text(FieldInfo field, Consumer<Object> took) {
        TextField text = new TextField();
        text.setPrefColumnCount(8);
        text.setMinWidth(60);
        if (field.kind() != FieldInfo.Kind.TEXT) {
            text.setAlignment(Pos.CENTER_RIGHT);
        }
        text.textProperty().addListener((o, was, is) -> took.accept(is));
        return new ValueEditor(
                text,
                value -> {
                    String words =
                            value instanceof Number n
                                    ? NumberText.of(n.doubleValue())
                                    : String.valueOf(value);
                    // What means the same is left as it was typed: 1e-4, 0,5.
                    boolean same =
                            value instanceof Number n
                                    ? NumberText.parse(text.getText()).orElse(Double.NaN)
                                            == n.doubleValue()
                                    : text.getText().equals(words);
                    if (!same) {
                        text.setText(words);
                    }
                });
    }
}
