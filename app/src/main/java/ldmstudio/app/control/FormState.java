package ldmstudio.app.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import org.jspecify.annotations.Nullable;

/**
 * A configuration while a person edits it: the recipe it began as, what differs from it, and what
 * is wrong. A text that is not allowed in its field stays a problem of that field; the
 * configuration keeps the field's last good value. Knows no controls.
 */
public final class FormState {
    /** A text that a field does not take, and why. */
    private record Refused(String text, Problem problem) {}

    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision");
    private final Map<String, Refused> refused = new LinkedHashMap<>();
    private List<Problem> problems = List.of();
    private int problemsAt = -1;
    private RunConfig recipe;
    private RunConfig config;

    public FormState(RunConfig recipe) {
        this.recipe = recipe;
        this.config = recipe;
    }

    /** Begins anew with another recipe; all edits are gone. */
    public void load(RunConfig newRecipe) {
        load(newRecipe, newRecipe);
    }

    /** Shows a configuration that was edited from a recipe, such as that of a run. */
    public void load(RunConfig newRecipe, RunConfig edited) {
        recipe = newRecipe;
        config = edited;
        refused.clear();
        changed();
    }

    /** Grows with every change. */
    public ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** The configuration with every allowed edit. */
    public RunConfig config() {
        return config;
    }

    public RunConfig recipe() {
        return recipe;
    }

    /** Sets a field to a value or to a typed text; a text that is not allowed becomes a problem. */
    public Optional<Problem> set(FieldInfo field, Object value) {
        if (refused.isEmpty() && Objects.equals(value, value(field))) {
            return Optional.empty();
        }
        try {
            config = RunConfigs.with(config, field.path(), value);
            refused.remove(field.path());
            changed();
            return Optional.empty();
        } catch (ConfigException e) {
            Problem problem = e.problems().get(0);
            refused.put(field.path(), new Refused(String.valueOf(value), problem));
            changed();
            return Optional.of(problem);
        }
    }

    /** The field's value. */
    public Object value(FieldInfo field) {
        return RunConfigs.get(config, field.path());
    }

    /** What stands in the field: its value as text, or the text that was refused. */
    public String text(FieldInfo field) {
        Refused no = refused.get(field.path());
        return no != null ? no.text() : asText(value(field));
    }

    /** Whether the field differs from the recipe. */
    public boolean differs(FieldInfo field) {
        return refused.containsKey(field.path())
                || !Objects.equals(value(field), recipeValue(field));
    }

    /** Sets the field back to the recipe, or to its default where the recipe has no such field. */
    public void reset(FieldInfo field) {
        refused.remove(field.path());
        Object to = recipeValue(field);
        if (to != null) {
            config = RunConfigs.with(config, field.path(), to);
        }
        changed();
    }

    /** Sets everything back to the recipe. */
    public void resetAll() {
        load(recipe);
    }

    /** What the recipe says for a field. */
    public String recipeText(FieldInfo field) {
        Object value = recipeValue(field);
        return value == null ? "" : asText(value);
    }

    /** Everything that is wrong, in the order of the form; empty when the run can start. */
    public List<Problem> problems() {
        if (problemsAt != revision.get()) {
            List<Problem> all = new ArrayList<>();
            refused.values().forEach(no -> all.add(no.problem()));
            all.addAll(RunConfigs.validate(config));
            problems = List.copyOf(all);
            problemsAt = revision.get();
        }
        return problems;
    }

    /** What is wrong with one field. */
    public Optional<Problem> problem(String path) {
        return problems().stream().filter(p -> p.key().equals(path)).findFirst();
    }

    /** The differing fields as {@code key=value}, for a command line. */
    public List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        for (FieldInfo field : FormModel.leaves(config)) {
            if (!refused.containsKey(field.path()) && differs(field)) {
                overrides.add(field.path() + "=" + asText(value(field)));
            }
        }
        return overrides;
    }

    /** How many fields under a group differ. */
    public long differing(String group) {
        return FormModel.leaves(config).stream()
                .filter(f -> f.path().startsWith(group + "."))
                .filter(this::differs)
                .count();
    }

    static String asText(Object value) {
        return value instanceof Double number ? NumberText.of(number) : String.valueOf(value);
    }

    private @Nullable Object recipeValue(FieldInfo field) {
        try {
            return RunConfigs.get(recipe, field.path());
        } catch (ConfigException e) {
            // The recipe's group is of another kind, so the field's own default is what it had.
            return field.defaultValue();
        }
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }
}
