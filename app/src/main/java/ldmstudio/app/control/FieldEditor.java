package ldmstudio.app.control;

import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.FieldInfo;

/**
 * One value of a configuration record: its label, an editor of its kind, its help, and below it why
 * a typed text is not taken.
 */
public final class FieldEditor extends VBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");
    private static final double LABEL_WIDTH = 104;

    /** More words than this are a list that opens. */
    private static final int SIDE_BY_SIDE = 3;

    private final FieldInfo field;
    private final String key;
    private final Consumer<Object> take;
    private final Label error = new Label();
    private final Node editor;
    private Consumer<Object> show = value -> {};
    private boolean filling;

    /**
     * @param id of the editor's node
     * @param take gets what a person chose or typed; may refuse it with a {@link ConfigException}
     */
    public FieldEditor(FieldInfo field, String id, Consumer<Object> take) {
        this(field, id, take, field.path());
    }

    /**
     * @param key of the value in the record that is edited
     */
    public FieldEditor(FieldInfo field, String id, Consumer<Object> take, String key) {
        super(2);
        this.field = field;
        this.key = key;
        this.take = take;
        editor = make(id);
        editor.setAccessibleText(field.label());
        editor.setAccessibleHelp(field.help());
        Tooltip help = new Tooltip(field.help());
        help.setWrapText(true);
        help.setMaxWidth(320);
        Label label = new Label(field.label());
        label.setTooltip(help);
        label.setMinWidth(LABEL_WIDTH);
        label.setPrefWidth(LABEL_WIDTH);
        label.setLabelFor(editor);
        HBox.setHgrow(editor, Priority.ALWAYS);
        HBox line = new HBox(6, label, editor);
        line.setAlignment(Pos.CENTER_LEFT);
        if (!field.unit().isEmpty()) {
            Label unit = new Label(field.unit());
            unit.getStyleClass().add("text-muted");
            unit.setMinWidth(USE_PREF_SIZE);
            line.getChildren().add(unit);
        }
        error.getStyleClass().addAll("problem-text", "text-small");
        error.setWrapText(true);
        error.setMinHeight(USE_PREF_SIZE);
        error.setManaged(false);
        error.setVisible(false);
        getChildren().addAll(line, error);
    }

    /** Key of the value. */
    public String key() {
        return key;
    }

    /** Shows the record's value. */
    public void show(Object value) {
        filling = true;
        show.accept(value);
        filling = false;
    }

    private void took(Object value) {
        if (filling) {
            return;
        }
        try {
            take.accept(value);
            complain("");
        } catch (ConfigException e) {
            complain(e.problems().get(0).brief());
        }
    }

    private void complain(String words) {
        error.setText(words);
        error.setVisible(!words.isEmpty());
        error.setManaged(!words.isEmpty());
        editor.pseudoClassStateChanged(INVALID, !words.isEmpty());
    }

    private Node make(String id) {
        return switch (field.kind()) {
            case CHOICE -> field.oneOf().size() <= SIDE_BY_SIDE ? segments(id) : box(id);
            case SWITCH -> toggle(id);
            case NUMBER, WHOLE_NUMBER ->
                    field.max() - field.min() <= 1000 ? slider(id) : number(id);
            default -> text(id);
        };
    }

    private Node segments(String id) {
        List<String> words = field.oneOf();
        SegmentedChoice<String> choice =
                new SegmentedChoice<>(words, words.get(0), w -> w, w -> id + "-" + w);
        choice.setId(id);
        choice.valueProperty().addListener((o, was, is) -> took(is));
        show = value -> choice.valueProperty().set(String.valueOf(value));
        return choice;
    }

    private Node box(String id) {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(field.oneOf());
        box.setId(id);
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is != null) {
                                took(is);
                            }
                        });
        show = value -> box.setValue(String.valueOf(value));
        return box;
    }

    private Node toggle(String id) {
        CheckBox box = new CheckBox();
        box.setId(id);
        box.setMaxWidth(Double.MAX_VALUE);
        box.selectedProperty().addListener((o, was, is) -> took(is));
        show = value -> box.setSelected(Boolean.TRUE.equals(value));
        return box;
    }

    private Node slider(String id) {
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
                                took((int) Math.rint(is.doubleValue()));
                            } else {
                                took(is.doubleValue());
                            }
                        });
        show =
                value -> {
                    if (value instanceof Number n && n.doubleValue() != slider.value()) {
                        slider.set(n.doubleValue());
                    }
                };
        return slider;
    }

    private Node number(String id) {
        TextField text = field(id);
        text.setAlignment(Pos.CENTER_RIGHT);
        show =
                value -> {
                    if (value instanceof Number n
                            && NumberText.parse(text.getText()).orElse(Double.NaN)
                                    != n.doubleValue()) {
                        text.setText(NumberText.of(n.doubleValue()));
                    }
                };
        return text;
    }

    private Node text(String id) {
        TextField text = field(id);
        show =
                value -> {
                    String words = String.valueOf(value);
                    if (!text.getText().equals(words)) {
                        text.setText(words);
                    }
                };
        return text;
    }

    private TextField field(String id) {
        TextField text = new TextField();
        text.setId(id);
        text.setPrefColumnCount(8);
        text.setMaxWidth(Region.USE_COMPUTED_SIZE);
        text.textProperty().addListener((o, was, is) -> took(is));
        return text;
    }
}
