package ldmstudio.app.control;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
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
    private static final double FORM_LABEL_WIDTH = 122;

    private final FieldInfo field;
    private final String key;
    private final Function<Object, String> take;
    private final Label label = new Label();
    private final Tooltip help = new Tooltip();
    private final Label error = new Label();
    private final HBox line;
    private final ValueEditor editor;
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
        this(field, id, refusing(take), key, false);
    }

    /** A line of a form; {@code take} answers what is wrong, in words. */
    static FieldEditor ofForm(FieldInfo field, String id, Function<Object, String> take) {
        return new FieldEditor(field, id, take, field.path(), true);
    }

    private FieldEditor(
            FieldInfo field, String id, Function<Object, String> take, String key, boolean dense) {
        super(dense ? 0 : 2);
        this.field = field;
        this.key = key;
        this.take = take;
        editor =
                dense
                        ? ValueEditor.dense(field, this::took)
                        : ValueEditor.roomy(field, id, this::took);
        editor.node().setId(id);
        editor.node().setAccessibleText(field.label());
        editor.node().setAccessibleHelp(field.help());
        help.setText(field.help());
        help.setWrapText(true);
        help.setMaxWidth(320);
        double width = dense ? FORM_LABEL_WIDTH : LABEL_WIDTH;
        label.setText(field.label());
        label.setTooltip(help);
        label.setMinWidth(width);
        label.setPrefWidth(width);
        label.setMaxWidth(width);
        label.setLabelFor(editor.node());
        HBox.setHgrow(editor.node(), Priority.ALWAYS);
        line = new HBox(dense ? 4 : 6, label, editor.node());
        line.setAlignment(Pos.CENTER_LEFT);
        if (!field.unit().isEmpty()) {
            Label unit = new Label(field.unit());
            unit.getStyleClass().add("text-muted");
            unit.setMinWidth(USE_PREF_SIZE);
            line.getChildren().add(unit);
        }
        if (dense) {
            getStyleClass().add("field-row");
            label.getStyleClass().add("field-label");
            error.getStyleClass().add("field-error");
        } else {
            error.getStyleClass().addAll("problem-text", "text-small");
        }
        error.setId(id + "-error");
        error.setWrapText(true);
        error.setMinHeight(USE_PREF_SIZE);
        getChildren().add(line);
    }

    private static Function<Object, String> refusing(Consumer<Object> take) {
        return value -> {
            try {
                take.accept(value);
                return "";
            } catch (ConfigException e) {
                return e.problems().get(0).brief();
            }
        };
    }

    /** Key of the value. */
    public String key() {
        return key;
    }

    /** Shows the record's value. */
    public void show(Object value) {
        filling = true;
        editor.show().accept(value);
        filling = false;
    }

    FieldInfo field() {
        return field;
    }

    /** What the value is edited with. */
    Region editor() {
        return editor.node();
    }

    Label label() {
        return label;
    }

    /** What the tooltip says. */
    void setHelp(String text) {
        help.setText(text);
    }

    /** Puts something at the end of the line. */
    void append(Node node) {
        line.getChildren().add(node);
    }

    /** Puts something in the place of what was appended last. */
    void setLast(Node node) {
        int last = line.getChildren().size() - 1;
        if (line.getChildren().get(last) != node) {
            line.getChildren().set(last, node);
        }
    }

    /** Says below the editor what is wrong; empty: nothing is. */
    void complain(String words) {
        error.setText(words);
        if (words.isEmpty()) {
            getChildren().remove(error);
        } else if (!getChildren().contains(error)) {
            getChildren().add(error);
        }
        editor.node().pseudoClassStateChanged(INVALID, !words.isEmpty());
    }

    private void took(Object value) {
        if (!filling) {
            complain(take.apply(value));
        }
    }
}
