package ldmstudio.app.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.config.RunConfigs;
import org.jspecify.annotations.Nullable;

/**
 * A group of fields that folds; its title counts what differs from the recipe and what is wrong.
 */
final class FormSection extends TitledPane {
    private final String path;
    private final String title;
    private final List<FieldInfo> loose;
    private final @Nullable FieldInfo group;
    private final FormState state;
    private final Consumer<FieldInfo> onEdited;
    private final VBox box = new VBox(4);
    private final List<FieldRow> rows = new ArrayList<>();
    private Class<?> shape = Void.class;

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
    }

    String path() {
        return path;
    }

    List<FieldRow> rows() {
        return List.copyOf(rows);
    }

    void refresh(boolean running, boolean advanced) {
        rebuildWhenOfAnotherKind();
        int hidden = 0;
        for (FieldRow row : rows) {
            // What differs or is wrong is shown in the simple form too: nothing acts unseen.
            boolean visible =
                    advanced
                            || !row.field().advanced()
                            || state.differs(row.field())
                            || state.problem(row.field().path()).isPresent();
            row.setVisible(visible);
            row.setManaged(visible);
            hidden += visible ? 0 : 1;
            row.refresh(running);
        }
        setVisible(hidden < rows.size() || rows.isEmpty());
        setManaged(isVisible());
        setText(heading());
    }

    private void rebuildWhenOfAnotherKind() {
        Class<?> now =
                group == null ? Object.class : RunConfigs.get(state.config(), path).getClass();
        if (now == shape) {
            return;
        }
        shape = now;
        rows.clear();
        List<FieldInfo> fields =
                group == null ? loose : group.fieldsOf(RunConfigs.get(state.config(), path));
        for (FieldInfo field : fields) {
            if (!field.isGroup()) {
                rows.add(new FieldRow(field, state, onEdited));
            }
        }
        box.getChildren().setAll(rows);
    }

    private String heading() {
        List<String> wrong =
                state.problems().stream()
                        .map(Problem::key)
                        .filter(k -> rows.stream().anyMatch(r -> r.field().path().equals(k)))
                        .toList();
        long changed = rows.stream().filter(r -> state.differs(r.field())).count();
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
