package ldmstudio.engine.config;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import ldmstudio.engine.config.ConfigNode.Group;
import ldmstudio.engine.config.ConfigNode.Items;
import ldmstudio.engine.config.ConfigNode.Scalar;
import ldmstudio.engine.config.ConfigNode.Style;
import ldmstudio.engine.config.RecordSchema.Component;
import ldmstudio.engine.config.ValueReader.MismatchException;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of written nodes. A key that is not written has its default; a value that is wrong
 * is reported and replaced by its default, so that one pass finds every problem.
 */
final class RecordBinder {
    private static final int DEEPEST_INCLUDE = 4;

    private final List<Problem> problems;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private List<String> allKeys = List.of();

    RecordBinder(List<Problem> problems) {
        this.problems = problems;
    }

    /** Where each key was written, for problems that are found later. */
    Map<String, Place> places() {
        return places;
    }

    /** The whole run; null when its stage is not known, so that no key can be judged. */
    @Nullable RunConfig run(Group root) {
        Class<? extends Record> type = alternative(RunConfig.class, "stage", "", root);
        if (type == null) {
            return null;
        }
        RecordSchema schema = RecordSchema.of(type);
        allKeys = Keys.possible(type);
        return (RunConfig) record(schema, "", root, "stage", schema.defaults());
    }

    /** A file of its own, which is one record; {@code base} has what is not written. */
    <R extends Record> R document(Class<R> type, Group root, R base) {
        allKeys = Keys.possible(type);
        return type.cast(record(RecordSchema.of(type), "", root, "", base));
    }

    /** One group of a run; {@code base} has the values of the keys that are not written. */
    Record group(Component component, String path, ConfigNode node, Record base, int depth) {
        if (node instanceof Scalar scalar) {
            return include(component, path, scalar, base, depth);
        }
        if (!(node instanceof Group group)) {
            report(node, path, node, "is a list where a group belongs", allowed(component));
            return base;
        }
        if (!component.type().isSealed()) {
            Class<? extends Record> type = component.type().asSubclass(Record.class);
            return record(RecordSchema.of(type), path, group, "", base);
        }
        boolean meant =
                component.type().isAnnotationPresent(TypeOptional.class)
                        && !group.entries().containsKey("type");
        Class<? extends Record> type =
                meant ? base.getClass() : alternative(component.type(), "type", path, group);
        if (type == null) {
            return base;
        }
        RecordSchema schema = RecordSchema.of(type);
        Record defaults = type.isInstance(base) ? base : schema.defaults();
        return record(schema, path, group, "type", defaults);
    }

    private Record include(
            Component component, String path, Scalar scalar, Record base, int depth) {
        String name = scalar.text().strip();
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".yaml") && !lower.endsWith(".yml")) {
            String wrong =
                    scalar.style() == Style.NONE
                            ? "has no keys"
                            : "is one value where a group belongs";
            report(scalar, path, scalar, wrong, allowed(component));
            return base;
        }
        if (depth >= DEEPEST_INCLUDE) {
            report(scalar, path, scalar, "includes go round in a circle or too deep", "");
            return base;
        }
        ConfigSource included;
        try {
            included = scalar.place().source().sibling(name);
        } catch (InvalidPathException e) {
            report(scalar, path, scalar, "is not a file name: " + e.getReason(), "");
            return base;
        }
        List<Problem> unreadable = new ArrayList<>();
        Group group = YamlText.read(included, unreadable);
        for (Problem problem : unreadable) {
            String key = problem.key().isEmpty() ? path : path + "." + problem.key();
            problems.add(problem.movedTo(new Place(included, problem.line()), key));
        }
        return group == null ? base : group(component, path, group, base, depth + 1);
    }

    private Record record(
            RecordSchema schema, String path, Group group, String selector, Record base) {
        for (Map.Entry<String, ConfigNode> entry : group.entries().entrySet()) {
            if (!entry.getKey().equals(selector) && schema.find(entry.getKey()) == null) {
                unknown(schema, path, entry.getKey(), entry.getValue());
            }
        }
        List<Object> values = new ArrayList<>();
        for (Component component : schema.components()) {
            Object fallback = component.of(base);
            ConfigNode node = group.entries().get(component.key());
            String key = Keys.join(path, component.key());
            if (node == null) {
                values.add(fallback);
                continue;
            }
            places.put(key, node.place());
            if (component.isGroups()) {
                values.add(groups(component, key, node, fallback));
                continue;
            }
            values.add(
                    component.isGroup()
                            ? group(component, key, node, (Record) fallback, 0)
                            : leaf(component, key, node, fallback));
        }
        return schema.create(values);
    }

    /** A list of groups; entries are counted from 1 in keys. */
    private Object groups(Component component, String key, ConfigNode node, Object fallback) {
        if (!(node instanceof Items items)) {
            report(node, key, node, "is not a list", allowed(component));
            return fallback;
        }
        RecordSchema schema =
                RecordSchema.of(
                        Objects.requireNonNull(component.entryType()).asSubclass(Record.class));
        List<Record> entries = new ArrayList<>();
        for (ConfigNode entry : items.entries()) {
            String entryKey = Keys.join(key, String.valueOf(entries.size() + 1));
            places.put(entryKey, entry.place());
            if (entry instanceof Group group) {
                entries.add(record(schema, entryKey, group, "", schema.defaults()));
            } else {
                report(entry, entryKey, entry, "is one value where a group of keys belongs", "");
                entries.add(schema.defaults());
            }
            if (entries.size() > component.field().maxItems()) {
                break;
            }
        }
        Problem problem = FieldChecks.problem(component, entries);
        if (problem == null) {
            return entries;
        }
        report(node, key, "", problem.message(), problem.allowed());
        return fallback;
    }

    private Object leaf(Component component, String key, ConfigNode node, Object fallback) {
        try {
            Object value = ValueReader.read(component, node);
            Problem problem = FieldChecks.problem(component, value);
            if (problem == null) {
                return value;
            }
            report(node, key, node, problem.message(), problem.allowed());
        } catch (MismatchException e) {
            report(node, key, node, e.reason(), allowed(component));
        }
        return fallback;
    }

    private @Nullable Class<? extends Record> alternative(
            Class<?> sealed, String selector, String path, Group group) {
        Map<String, Class<? extends Record>> words = RecordSchema.alternatives(sealed);
        ConfigNode node = group.entries().get(selector);
        String key = Keys.join(path, selector);
        String allowed = String.join(", ", words.keySet());
        if (node == null) {
            String near = "";
            for (String written : group.entries().keySet()) {
                near = NearestKey.distance(written, selector, 2) <= 2 ? written : near;
            }
            String hint = near.isEmpty() ? "" : " (the file has " + near + ")";
            problems.add(Problem.at(group.place(), key, "", "is missing" + hint, allowed));
            return null;
        }
        places.put(key, node.place());
        String word = node instanceof Scalar scalar ? scalar.text().strip() : "";
        Class<? extends Record> type = words.get(word);
        if (type == null) {
            report(node, key, node, "is not one of the known words", allowed);
        }
        return type;
    }

    private void unknown(RecordSchema schema, String path, String key, ConfigNode node) {
        List<String> siblings =
                schema.components().stream().map(c -> Keys.join(path, c.key())).toList();
        String full = Keys.join(path, key);
        Problem problem =
                Problem.at(
                        node.place(),
                        full,
                        node,
                        "is not a known key",
                        "one of "
                                + String.join(
                                        ", ", siblings.stream().map(NearestKey::last).toList()));
        problems.add(problem.withNearestKey(NearestKey.of(full, siblings, allKeys)));
    }

    private void report(ConfigNode at, String key, Object value, String message, String allowed) {
        // A refused tag or a value that was unreadable is already reported at its key.
        if (problems.stream().noneMatch(problem -> problem.key().equals(key))) {
            problems.add(Problem.at(at.place(), key, value, message, allowed));
        }
    }

    private static String allowed(Component component) {
        return FieldChecks.allowed(component);
    }
}
