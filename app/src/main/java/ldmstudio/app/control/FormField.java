package ldmstudio.app.control;

import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import ldmstudio.engine.config.Field;
import ldmstudio.engine.config.FieldInfo;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** A line of a form: what differs from the recipe is marked and can be reset, or it is locked. */
final class FormField {
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    private static final double RESET_WIDTH = 24;

    private final FieldInfo field;
    private final FormState state;
    private final Consumer<FieldInfo> onEdited;
    private final FieldEditor row;
    private final Region noReset = new Region();
    private @Nullable Button reset;
    private String typed = "";
    private boolean taking;

    FormField(FieldInfo field, FormState state, Consumer<FieldInfo> onEdited) {
        this.field = field;
        this.state = state;
        this.onEdited = onEdited;
        row = FieldEditor.ofForm(field, nodeId(field.path()), this::take);
        row.label().setGraphicTextGap(4);
        if (row.editor() instanceof TextField text) {
            text.focusedProperty().addListener((o, was, is) -> state.endGesture());
            if (field.pick() != Field.Pick.NONE) {
                row.append(new BrowseButton(field, text));
            }
        }
        noReset.setMinWidth(RESET_WIDTH);
        row.append(noReset);
    }

    /** Made when there is something to reset: few fields of a form ever differ. */
    private Button reset() {
        Button made = reset;
        if (made == null) {
            made = new Button("", new FontIcon(MaterialDesignR.RESTORE));
            made.getStyleClass().addAll("button-icon", "flat", "small", "field-reset");
            made.setId(nodeId(field.path()) + "-reset");
            made.setAccessibleText("Reset " + field.label());
            made.setTooltip(new Tooltip());
            made.setMinWidth(RESET_WIDTH);
            made.setOnAction(
                    e -> {
                        row.editor().requestFocus();
                        state.reset(field);
                        onEdited.accept(field);
                    });
            reset = made;
        }
        made.getTooltip().setText("Back to " + state.recipeText(field));
        return made;
    }

    /** The id of a field's editor: {@code field-training-learning_rate}. */
    static String nodeId(String path) {
        return "field-" + path.replace('.', '-');
    }

    FieldEditor row() {
        return row;
    }

    /**
     * Shows value, difference and problem anew; {@code running}: only live fields stay editable.
     */
    void refresh(boolean running) {
        // Who is typing is not disturbed, unless the value is another one by now: after an undo.
        if (!taking && (!row.editor().isFocused() || !state.text(field).equals(typed))) {
            boolean ticked = row.editor() instanceof CheckBox;
            row.show(ticked ? state.value(field) : state.text(field));
            typed = state.text(field);
        }
        boolean differs = state.differs(field);
        boolean locked = running && !field.live();
        row.label().pseudoClassStateChanged(CHANGED, differs);
        if (locked != (row.label().getGraphic() != null)) {
            row.label().setGraphic(locked ? new FontIcon(MaterialDesignL.LOCK_OUTLINE) : null);
        }
        row.editor().setDisable(locked);
        row.complain(problem());
        row.setHelp(help(differs, locked));
        row.setLast(differs && !locked ? reset() : noReset);
    }

    private String take(Object value) {
        taking = true;
        state.set(field, value);
        taking = false;
        if (!(row.editor() instanceof TextField)) {
            state.endGesture();
        }
        typed = state.text(field);
        onEdited.accept(field);
        return problem();
    }

    private String problem() {
        return state.problem(field.path()).map(p -> p.brief()).orElse("");
    }

    private String help(boolean differs, boolean locked) {
        StringBuilder text = new StringBuilder(field.help());
        if (!field.allowed().isEmpty()) {
            text.append("\nAllowed: ").append(field.allowed());
            if (!field.unit().isEmpty()) {
                text.append(' ').append(field.unit());
            }
        }
        if (differs) {
            text.append("\nIn the recipe: ").append(state.recipeText(field));
        }
        if (locked) {
            text.append("\nLocked while the run goes on: it decides the weights' shape or order.")
                    .append(" Stop the run and start another to change it.");
        } else if (field.live()) {
            text.append("\nCan be changed while the run goes on.");
        }
        return text.append("\nIn YAML: ").append(field.path()).toString();
    }
}
