package ldmstudio.app.control;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import ldmstudio.engine.config.Field;
import ldmstudio.engine.config.FieldInfo;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;

/** One field of a form: label, editor, unit, reset, and below it what is wrong. */
final class FieldRow extends VBox {
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");
    private static final double LABEL_WIDTH = 122;

    private final FieldInfo field;
    private final FormState state;
    private final Consumer<FieldInfo> onEdited;
    private final Label label = new Label();
    private final Label error = new Label();
    private final Button reset = new Button("", new FontIcon(MaterialDesignR.RESTORE));
    private final FontIcon lock = new FontIcon(MaterialDesignL.LOCK_OUTLINE);
    private final Tooltip tooltip = new Tooltip();
    private final Region editor;
    private boolean refreshing;

    FieldRow(FieldInfo field, FormState state, Consumer<FieldInfo> onEdited) {
        this.field = field;
        this.state = state;
        this.onEdited = onEdited;
        this.editor = editor();
        getStyleClass().add("field-row");
        label.setText(field.label());
        label.setMinWidth(LABEL_WIDTH);
        label.setMaxWidth(LABEL_WIDTH);
        label.setPrefWidth(LABEL_WIDTH);
        label.setGraphicTextGap(4);
        label.getStyleClass().add("field-label");
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        label.setTooltip(tooltip);
        editor.setId(nodeId(field.path()));
        editor.setAccessibleText(field.label());
        editor.setAccessibleHelp(field.help());
        HBox.setHgrow(editor, Priority.ALWAYS);
        HBox line = new HBox(4, label, editor);
        line.setAlignment(Pos.CENTER_LEFT);
        if (!field.unit().isEmpty()) {
            Label unit = new Label(field.unit());
            unit.getStyleClass().add("text-muted");
            unit.setMinWidth(USE_PREF_SIZE);
            line.getChildren().add(unit);
        }
        if (field.pick() != Field.Pick.NONE && editor instanceof TextField text) {
            line.getChildren().add(browse(text));
        }
        reset.getStyleClass().addAll("button-icon", "flat", "small", "field-reset");
        reset.setId(nodeId(field.path()) + "-reset");
        reset.setAccessibleText("Reset " + field.label());
        reset.setMinWidth(24);
        reset.setOnAction(
                e -> {
                    state.reset(field);
                    onEdited.accept(field);
                });
        line.getChildren().add(reset);
        error.getStyleClass().add("field-error");
        error.setId(nodeId(field.path()) + "-error");
        error.setWrapText(true);
        error.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(line, error);
        refresh(false);
    }

    /** The id of a field's editor: {@code field-training-learning_rate}. */
    static String nodeId(String path) {
        return "field-" + path.replace('.', '-');
    }

    FieldInfo field() {
        return field;
    }

    Node focusTarget() {
        return editor;
    }

    /**
     * Shows value, difference and problem anew; {@code running}: only live fields stay editable.
     */
    void refresh(boolean running) {
        refreshing = true;
        show();
        refreshing = false;
        boolean differs = state.differs(field);
        boolean locked = running && !field.live();
        String problem = state.problem(field.path()).map(p -> p.brief()).orElse("");
        label.pseudoClassStateChanged(CHANGED, differs);
        label.setGraphic(locked ? lock : null);
        editor.setDisable(locked);
        editor.pseudoClassStateChanged(INVALID, !problem.isEmpty());
        reset.setVisible(differs && !locked);
        reset.setTooltip(new Tooltip("Back to " + state.recipeText(field)));
        error.setText(problem);
        error.setVisible(!problem.isEmpty());
        error.setManaged(!problem.isEmpty());
        tooltip.setText(help(differs, locked));
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

    private Region editor() {
        return switch (field.kind()) {
            case SWITCH -> {
                CheckBox box = new CheckBox();
                box.selectedProperty().addListener((o, was, is) -> edited(is));
                HBox.setHgrow(box, Priority.ALWAYS);
                box.setMaxWidth(Double.MAX_VALUE);
                yield box;
            }
            case CHOICE -> {
                ComboBox<String> box = new ComboBox<>();
                box.getItems().setAll(field.oneOf());
                box.setMaxWidth(Double.MAX_VALUE);
                box.valueProperty()
                        .addListener(
                                (o, was, is) -> {
                                    if (is != null) {
                                        edited(is);
                                    }
                                });
                yield box;
            }
            default -> {
                TextField text = new TextField();
                text.setPrefColumnCount(8);
                text.setMinWidth(60);
                if (field.kind() != FieldInfo.Kind.TEXT) {
                    text.setAlignment(Pos.CENTER_RIGHT);
                }
                text.textProperty().addListener((o, was, is) -> edited(is));
                yield text;
            }
        };
    }

    private void show() {
        if (editor instanceof CheckBox box) {
            box.setSelected(Boolean.TRUE.equals(state.value(field)));
        } else if (editor instanceof ComboBox<?>) {
            @SuppressWarnings("unchecked") // made in editor()
            ComboBox<String> box = (ComboBox<String>) editor;
            box.setValue(state.text(field));
        } else if (editor instanceof TextField text && !text.isFocused()) {
            text.setText(state.text(field));
        }
    }

    private void edited(Object value) {
        if (!refreshing) {
            state.set(field, value);
            onEdited.accept(field);
        }
    }

    private Button browse(TextField text) {
        Button button = new Button("", new FontIcon(MaterialDesignF.FOLDER_OPEN_OUTLINE));
        button.getStyleClass().addAll("button-icon", "small");
        button.setTooltip(new Tooltip("Browse"));
        button.setAccessibleText("Browse for " + field.label());
        button.disableProperty().bind(text.disableProperty());
        button.setOnAction(
                e -> {
                    File chosen = choose(text.getText());
                    if (chosen != null) {
                        text.setText(chosen.getPath());
                    }
                });
        return button;
    }

    private @Nullable File choose(String now) {
        Path near = now.isBlank() ? null : Path.of(now).toAbsolutePath();
        File start = near != null && Files.isDirectory(near) ? near.toFile() : null;
        if (field.pick() == Field.Pick.FOLDER) {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(field.label());
            chooser.setInitialDirectory(start);
            return chooser.showDialog(getScene().getWindow());
        }
        FileChooser chooser = new FileChooser();
        chooser.setTitle(field.label());
        chooser.setInitialDirectory(start);
        return chooser.showOpenDialog(getScene().getWindow());
    }
}
