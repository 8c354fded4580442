package ldmstudio.app.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import ldmstudio.app.action.EditHistory;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.FieldInfo;
import ldmstudio.engine.config.FormModel;
import ldmstudio.engine.config.Problem;
import ldmstudio.engine.config.Recipe;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import org.jspecify.annotations.Nullable;

/**
 * A configuration while a person edits it: the recipe it began as, what differs from it, and what
 * is wrong. A text that is not allowed in its field stays a problem of that field; the
 * configuration keeps the field's last good value. Every edit can be taken back. Knows no controls.
 */
public final class FormState {
    /** A text that a field does not take, and why. */
    private record Refused(String text, Problem problem) {}

    /**
     * What a step back or forth changes.
     *
     * @param anew whether the form then has another recipe, or is of another run
     */
    public record Change(List<FieldInfo> fields, boolean anew) {}

    /**
     * The form at one moment.
     *
     * @param origin the recipe by name; null: the settings of a run
     */
    private record Version(
            @Nullable Recipe origin,
            RunConfig recipe,
            RunConfig config,
            Map<String, Refused> refused) {
        Version with(RunConfig newConfig, Map<String, Refused> nowRefused) {
            return new Version(origin, recipe, newConfig, nowRefused);
        }
    }

    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision");
    private final EditHistory<Version> history;
    private List<Problem> problems = List.of();
    private int problemsAt = -1;

    public FormState(RunConfig recipe) {
        history = new EditHistory<>(new Version(null, recipe, recipe, Map.of()));
    }

    /** As it is with a recipe. */
    public FormState(Recipe recipe) {
        RunConfig read = recipe.read();
        history = new EditHistory<>(new Version(recipe, read, read, Map.of()));
    }

    /** Begins anew with a recipe. */
    public void load(Recipe newRecipe) {
        RunConfig read = newRecipe.read();
        take(new Version(newRecipe, read, read, Map.of()), "");
    }

    /** Begins anew with the settings of a run. */
    public void load(RunConfig settings) {
        take(new Version(null, settings, settings, Map.of()), "");
    }

    /** Takes over a configuration that was edited elsewhere, from the same recipe. */
    public void edit(RunConfig edited) {
        take(history.now().with(edited, Map.of()), "");
    }

    /** Fills a field in for a person who has not chosen; not an edit that can be taken back. */
    public void fillIn(FieldInfo field, Object value) {
        if (!Objects.equals(value, value(field))) {
            RunConfig filled = RunConfigs.with(config(), field.path(), value);
            history.amend(history.now().with(filled, refusedWithout(field)));
            changed();
        }
    }

    private void take(Version next, String gesture) {
        if (history.edit(next, gesture)) {
            changed();
        }
    }

    /** The recipe that the form began as; null: the settings of a run. */
    public @Nullable Recipe origin() {
        return history.now().origin();
    }

    /** What follows is another edit, also when it is of the same field. */
    public void endGesture() {
        history.endGesture();
    }

    /** What {@link #undo} would change; empty: there is nothing to take back. */
    public Optional<Change> undoable() {
        return history.previous().map(this::changeTo);
    }

    /** What {@link #redo} would change. */
    public Optional<Change> redoable() {
        return history.next().map(this::changeTo);
    }

    /** Takes the newest edit back, whatever it was: a field, a reset, another recipe. */
    public void undo() {
        if (history.undo()) {
            changed();
        }
    }

    /** Makes the edit again that was taken back last. */
    public void redo() {
        if (history.redo()) {
            changed();
        }
    }

    private Change changeTo(Version other) {
        Map<String, FieldInfo> fields = new LinkedHashMap<>();
        for (RunConfig config : List.of(config(), other.config())) {
            for (FieldInfo field : FormModel.leaves(config)) {
                if (!Objects.equals(in(config(), field), in(other.config(), field))
                        || !Objects.equals(
                                refused().get(field.path()), other.refused().get(field.path()))) {
                    fields.putIfAbsent(field.path(), field);
                }
            }
        }
        return new Change(List.copyOf(fields.values()), other.recipe() != history.now().recipe());
    }

    private static @Nullable Object in(RunConfig config, FieldInfo field) {
        try {
            return RunConfigs.get(config, field.path());
        } catch (ConfigException e) {
            // A field of another kind of this group.
            return null;
        }
    }

    /** Grows with every change. */
    public ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** The configuration with every allowed edit. */
    public RunConfig config() {
        return history.now().config();
    }

    public RunConfig recipe() {
        return history.now().recipe();
    }

    private Map<String, Refused> refused() {
        return history.now().refused();
    }

    private Map<String, Refused> refusedWithout(FieldInfo field) {
        Map<String, Refused> others = new LinkedHashMap<>(refused());
        others.remove(field.path());
        return others;
    }

    /** Sets a field to a value or to a typed text; a text that is not allowed becomes a problem. */
    public Optional<Problem> set(FieldInfo field, Object asked) {
        Object value = plain(field, asked);
        if (refused().isEmpty() && Objects.equals(value, value(field))) {
            return Optional.empty();
        }
        Map<String, Refused> others = refusedWithout(field);
        try {
            RunConfig edited = RunConfigs.with(config(), field.path(), value);
            take(history.now().with(edited, others), field.path());
            return Optional.empty();
        } catch (ConfigException e) {
            Problem problem = e.problems().get(0);
            others.put(field.path(), new Refused(String.valueOf(asked), problem));
            take(history.now().with(config(), others), field.path());
            return Optional.of(problem);
        }
    }

    /** Numbers are taken as people and this window write them, too: 0,5 and 10,000. */
    private static Object plain(FieldInfo field, Object asked) {
        boolean number =
                field.kind() == FieldInfo.Kind.NUMBER
                        || field.kind() == FieldInfo.Kind.WHOLE_NUMBER;
        if (!number || !(asked instanceof String text) || text.indexOf(',') < 0) {
            return asked;
        }
        OptionalDouble read = NumberText.parse(text);
        return read.isPresent() ? NumberText.of(read.getAsDouble()) : asked;
    }

    /** The field's value. */
    public Object value(FieldInfo field) {
        return RunConfigs.get(config(), field.path());
    }

    /** What stands in the field: its value as text, or the text that was refused(). */
    public String text(FieldInfo field) {
        Refused no = refused().get(field.path());
        return no != null ? no.text() : asText(value(field));
    }

    /** Whether the field differs from the recipe. */
    public boolean differs(FieldInfo field) {
        return refused().containsKey(field.path())
                || !Objects.equals(value(field), recipeValue(field));
    }

    /** Sets the field back to the recipe, or to its default where the recipe has no such field. */
    public void reset(FieldInfo field) {
        Object to = recipeValue(field);
        RunConfig back = to == null ? config() : RunConfigs.with(config(), field.path(), to);
        take(history.now().with(back, refusedWithout(field)), "");
    }

    /** Sets everything back to the recipe. */
    public void resetAll() {
        take(history.now().with(recipe(), Map.of()), "");
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
            refused().values().forEach(no -> all.add(no.problem()));
            all.addAll(RunConfigs.validate(config()));
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
        for (FieldInfo field : FormModel.leaves(config())) {
            if (!refused().containsKey(field.path()) && differs(field)) {
                overrides.add(field.path() + "=" + asText(value(field)));
            }
        }
        return overrides;
    }

    static String asText(Object value) {
        return value instanceof Double number ? NumberText.of(number) : String.valueOf(value);
    }

    private @Nullable Object recipeValue(FieldInfo field) {
        try {
            return RunConfigs.get(recipe(), field.path());
        } catch (ConfigException e) {
            // The recipe's group is of another kind, so the field's own default is what it had.
            return field.defaultValue();
        }
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }
}
