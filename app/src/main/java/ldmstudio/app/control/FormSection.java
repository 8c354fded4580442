package ldmstudio.app.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.config.RunConfigs;
import org.jspecify.annotations.Nullable;

/**
 * A group of fields that folds; its title counts what differs from the recipe and what is wrong. A
 * field gets its controls when it is first shown: most stay folded away, and a page of all of them
 * would be slow to come.
 */
final class FormSection extends TitledPane {
    private final String path;
    private final String title;
    private final List<FieldInfo> loose;
    private final @Nullable FieldInfo group;
    private final FormState state;
    private final Consumer<FieldInfo> onEdited;
    private final VBox box = new VBox(4);
    private final Map<String, FormField> built = new HashMap<>();
    private List<FieldInfo> fields = List.of();
    private Class<?> shape = Void.class;
    private boolean running;
    private boolean advanced;

    /** The section of a group. */
    FormSection(FieldInfo group, FormState state, Consumer<FieldInfo> onEdited) {
        this(group.path(), group.label(), group, List.of(), state, onEdited);
    }

    /** A section of fields that belong to no group. */
    FormSection(
            String title, List<FieldInfo> loose, FormState state, Consumer<FieldInfo> onEdited) {
        this("", title, null, loose, state, onEdited);
    }

    private FormSection(
            String path,
            String title,
            @Nullable FieldInfo group,
            List<FieldInfo> loose,
            FormState state,
            Consumer<FieldInfo> onEdited) {
        this.path = path;
        this.title = title;
        this.group = group;
        this.loose = loose;
        this.state = state;
        this.onEdited = onEdited;
        getStyleClass().addAll("dense", "form-section");
        setId("section-" + (path.isEmpty() ? "run" : path));
        setAnimated(false);
        setContent(box);
        box.getStyleClass().add("form-section-fields");
        expandedProperty().addListener((o, was, is) -> refresh(running, advanced));
    }

    String path() {
        return path;
    }

    /** Unfolds and gives the field's line; null when the section has no such field. */
    @Nullable FieldEditor unfold(String field) {
        if (fields.stream().noneMatch(f -> f.path().equals(field))) {
            return null;
        }
        setExpanded(true);
        FormField line = built.get(field);
        return line == null ? null : line.row();
    }

    void refresh(boolean nowRunning, boolean nowAdvanced) {
        running = nowRunning;
        advanced = nowAdvanced;
        takeShape();
        boolean any = false;
        boolean more = false;
        for (FieldInfo field : fields) {
            boolean visible = isShown(field);
            any |= visible;
            FormField line = built.get(field.path());
            if (line == null && visible && isExpanded()) {
                line = new FormField(field, state, onEdited);
                built.put(field.path(), line);
                more = true;
            }
            if (line != null) {
                line.row().setVisible(visible);
                line.row().setManaged(visible);
                line.refresh(running);
            }
        }
        if (more) {
            arrange();
        }
        setVisible(any || fields.isEmpty());
        setManaged(isVisible());
        setText(heading());
    }

    /** What differs or is wrong is shown in the simple form too: nothing acts unseen. */
    private boolean isShown(FieldInfo field) {
        return advanced
                || !field.advanced()
                || state.differs(field)
                || state.problem(field.path()).isPresent();
    }

    private void arrange() {
        box.getChildren()
                .setAll(
                        fields.stream()
                                .map(field -> built.get(field.path()))
                                .filter(Objects::nonNull)
                                .map(FormField::row)
                                .toList());
    }

    private void takeShape() {
        Class<?> now =
                group == null ? Object.class : RunConfigs.get(state.config(), path).getClass();
        if (now == shape) {
            return;
        }
        shape = now;
        List<FieldInfo> all =
                group == null ? loose : group.fieldsOf(RunConfigs.get(state.config(), path));
        fields = all.stream().filter(field -> !field.isGroup()).toList();
        built.clear();
        box.getChildren().clear();
    }

    private String heading() {
        List<String> wrong =
                state.problems().stream()
                        .map(Problem::key)
                        .filter(k -> fields.stream().anyMatch(f -> f.path().equals(k)))
                        .toList();
        long changed = fields.stream().filter(state::differs).count();
        StringBuilder text = new StringBuilder(title);
        if (group != null && !group.alternatives().isEmpty()) {
            text.append("  ·  ").append(RunConfigs.get(state.config(), path + ".type"));
        }
        if (changed > 0) {
            text.append("  ·  ").append(changed).append(" changed");
        }
        if (!wrong.isEmpty()) {
            text.append("  ·  ")
                    .append(wrong.size())
                    .append(wrong.size() == 1 ? " problem" : " problems");
        }
        return text.toString();
    }
}
