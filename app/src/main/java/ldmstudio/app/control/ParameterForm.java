package ldmstudio.app.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.geometry.Insets;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A form for a run's configuration, made from the configuration's own records: whatever the engine
 * can be told has a field here, with its label, unit, range and help.
 *
 * <p>While a run goes on, the fields that it takes live stay editable and report through {@link
 * #setOnLiveEdit}; the others are locked and say why.
 */
public final class ParameterForm extends VBox {
    private final FormState state;
    private final Set<String> hiddenPaths;
    private final VBox sections = new VBox();
    private final VBox problems = new VBox(2);
    private final ScrollPane scroll = new ScrollPane(sections);
    private final List<FormSection> all = new ArrayList<>();
    private Class<?> builtFor = Void.class;
    private BiConsumer<FieldInfo, Object> onLiveEdit = (field, value) -> {};
    private boolean running;
    private boolean advanced;

    /**
     * @param hiddenPaths fields and groups that the screen shows in a control of its own
     */
    public ParameterForm(FormState state, Set<String> hiddenPaths) {
        this.state = state;
        this.hiddenPaths = new HashSet<>(hiddenPaths);
        getStyleClass().add("parameter-form");
        setId("parameter-form");
        sections.getStyleClass().add("form-sections");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        problems.getStyleClass().add("form-problems");
        problems.setId("form-problems");
        problems.setPadding(new Insets(6, 8, 6, 8));
        problems.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(scroll, problems);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        state.revisionProperty().addListener((o, was, is) -> refresh());
        refresh();
    }

    /** Called with each allowed edit of a live field while the run goes on. */
    public void setOnLiveEdit(BiConsumer<FieldInfo, Object> onLiveEdit) {
        this.onLiveEdit = onLiveEdit;
    }

    /** Whether a run goes on with this configuration. */
    public void setRunning(boolean running) {
        if (this.running != running) {
            this.running = running;
            refresh();
        }
    }

    /** Whether rarely needed fields are shown. */
    public void setAdvanced(boolean advanced) {
        this.advanced = advanced;
        refresh();
    }

    /** Unfolds the field's section, scrolls to it and puts the cursor in. */
    public void reveal(String path) {
        FieldEditor line = scrollTo(path);
        if (line != null) {
            line.editor().requestFocus();
        }
    }

    private @Nullable FieldEditor scrollTo(String path) {
        for (FormSection section : all) {
            FieldEditor line = section.unfold(path);
            if (line != null) {
                applyCss();
                layout();
                double y = sections.sceneToLocal(line.localToScene(0, 0)).getY();
                double seen = scroll.getViewportBounds().getHeight();
                double range = sections.getHeight() - seen;
                scroll.setVvalue(range <= 0 ? 0 : Math.min(1, Math.max(0, (y - 40) / range)));
                return line;
            }
        }
        return null;
    }

    /** Takes the newest edit back; while a run goes on, only where it takes that live. */
    public void undo() {
        move(state.undoable(), state::undo);
    }

    /** Makes the edit again that was taken back last. */
    public void redo() {
        move(state.redoable(), state::redo);
    }

    /** Whether {@link #undo} does anything. */
    public boolean canUndo() {
        return state.undoable().filter(this::isPossible).isPresent();
    }

    /** Whether {@link #redo} does anything. */
    public boolean canRedo() {
        return state.redoable().filter(this::isPossible).isPresent();
    }

    private boolean isPossible(FormState.Change change) {
        return !running || (!change.anew() && change.fields().stream().allMatch(FieldInfo::live));
    }

    private void move(Optional<FormState.Change> change, Runnable step) {
        if (change.filter(this::isPossible).isEmpty()) {
            return;
        }
        List<FieldInfo> fields = change.orElseThrow().fields();
        step.run();
        fields.forEach(this::edited);
        if (fields.size() == 1) {
            scrollTo(fields.get(0).path());
        }
    }

    /** Ctrl+Z is the form's also where a text has the focus: an edit is taken back whole. */
    private void key(KeyEvent event) {
        if (!event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        if (event.getCode() == KeyCode.Z && !event.isShiftDown()) {
            undo();
        } else if (event.getCode() == KeyCode.Y || event.getCode() == KeyCode.Z) {
            redo();
        } else {
            return;
        }
        event.consume();
    }

    private void refresh() {
        if (builtFor != state.config().getClass()) {
            build();
        }
        all.forEach(section -> section.refresh(running, advanced));
        listProblems();
    }

    private void build() {
        builtFor = state.config().getClass();
        all.clear();
        List<FieldInfo> loose = new ArrayList<>();
        List<FormSection> groups = new ArrayList<>();
        for (FieldInfo field : FormModel.of(state.config())) {
            if (hiddenPaths.contains(field.path())) {
                continue;
            }
            if (field.isGroup()) {
                FormSection section = new FormSection(field, state, this::edited);
                section.setExpanded(field.path().equals("data") || field.path().equals("training"));
                groups.add(section);
            } else {
                loose.add(field);
            }
        }
        if (!loose.isEmpty()) {
            all.add(new FormSection("Run", loose, state, this::edited));
        }
        all.addAll(groups);
        sections.getChildren().setAll(all);
    }

    private void edited(FieldInfo field) {
        if (running && field.live() && state.problem(field.path()).isEmpty()) {
            onLiveEdit.accept(field, state.value(field));
        }
    }

    private void listProblems() {
        List<Problem> wrong = running ? List.of() : state.problems();
        problems.setVisible(!wrong.isEmpty());
        problems.setManaged(!wrong.isEmpty());
        problems.getChildren().clear();
        if (wrong.isEmpty()) {
            return;
        }
        Label title =
                new Label(
                        wrong.size() == 1
                                ? "One thing must be put right before the run can start:"
                                : wrong.size()
                                        + " things must be put right before the run can start:");
        title.setWrapText(true);
        title.getStyleClass().add("text-bold");
        problems.getChildren().add(title);
        for (Problem problem : wrong) {
            Hyperlink link = new Hyperlink(problem.key() + ": " + problem.brief());
            link.setWrapText(true);
            link.setOnAction(e -> reveal(problem.key()));
            problems.getChildren().add(link);
        }
    }
}
