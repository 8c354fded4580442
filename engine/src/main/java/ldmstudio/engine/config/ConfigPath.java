package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ldmstudio.engine.config.RecordSchema.Component;
import ldmstudio.engine.config.ValueReader.MismatchException;
import org.jspecify.annotations.Nullable;

/** Reads and replaces one value of a configuration by its dotted key. */
final class ConfigPath {
    private ConfigPath() {}

    /** The value, group or alternative's word at the key. */
    static Object get(Record config, String path) {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        Component component = RecordSchema.of(config.getClass()).find(head);
        if (component == null) {
            throw unknown(config, path);
        }
        Object value = component.of(config);
        if (dot < 0) {
            return value;
        }
        String rest = path.substring(dot + 1);
        if (component.type().isSealed() && rest.equals("type")) {
            return RecordSchema.word(value.getClass());
        }
        if (!(value instanceof Record group)) {
            throw unknown(config, path);
        }
        try {
            return get(group, rest);
        } catch (ConfigException e) {
            throw unknown(config, path);
        }
    }

    /** A copy with the value at the key replaced; the value is read as the field's type. */
    static Record with(Record config, String path, @Nullable Object value) {
        return with(config, "", path, value);
    }

    private static Record with(Record config, String parent, String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        RecordSchema schema = RecordSchema.of(config.getClass());
        Component component = schema.find(dot < 0 ? path : path.substring(0, dot));
        if (component == null || (dot >= 0 && !component.isGroup())) {
            throw unknown(config, Keys.join(parent, path));
        }
        String full = Keys.join(parent, component.key());
        if (dot < 0) {
            return schema.with(config, component.key(), value(component, full, value));
        }
        String rest = path.substring(dot + 1);
        Record group = (Record) component.of(config);
        Record changed =
                component.type().isSealed() && rest.equals("type")
                        ? switched(component, full, group, value)
                        : with(group, full, rest, value);
        return schema.with(config, component.key(), changed);
    }

    private static Object value(Component component, String key, @Nullable Object value) {
        if (component.isGroup()) {
            if (component.type().isInstance(value)) {
                return Objects.requireNonNull(value);
            }
            throw problem(key, value, "is a group, not one value", FieldChecks.allowed(component));
        }
        try {
            Object read = ValueReader.read(component, ConfigNode.of(value, Place.NONE));
            Problem problem = FieldChecks.problem(component, read);
            if (problem == null) {
                return read;
            }
            throw new ConfigException(List.of(problem.movedTo(Place.NONE, key)));
        } catch (MismatchException e) {
            throw problem(key, value, e.reason(), FieldChecks.allowed(component));
        }
    }

    /**
     * The group as another alternative: its defaults, with what the person had set (what differs
     * from the old alternative's defaults) kept where both have the key.
     */
    private static Record switched(
            Component component, String key, Record old, @Nullable Object word) {
        Map<String, Class<? extends Record>> words = RecordSchema.alternatives(component.type());
        Class<? extends Record> type = words.get(String.valueOf(word).strip());
        if (type == null) {
            String allowed = String.join(", ", words.keySet());
            throw problem(key + ".type", word, "is not one of the known words", allowed);
        }
        if (type.isInstance(old)) {
            return old;
        }
        RecordSchema from = RecordSchema.of(old.getClass());
        RecordSchema to = RecordSchema.of(type);
        Record oldDefaults = from.defaults();
        Record defaults = to.defaults();
        List<Object> values = new ArrayList<>();
        for (Component target : to.components()) {
            Component same = from.find(target.key());
            boolean kept =
                    same != null
                            && same.type() == target.type()
                            && !same.of(old).equals(same.of(oldDefaults));
            values.add(kept && same != null ? same.of(old) : target.of(defaults));
        }
        return to.create(values);
    }

    private static ConfigException problem(
            String key, @Nullable Object value, String message, String allowed) {
        Object shown = value == null ? "" : value;
        return new ConfigException(List.of(Problem.of(key, shown, message, allowed)));
    }

    private static ConfigException unknown(Record config, String path) {
        List<String> keys = Keys.possible(config.getClass());
        Problem problem = Problem.of(path, "", "is not a known key", "");
        return new ConfigException(
                List.of(problem.withNearestKey(NearestKey.of(path, keys, keys))));
    }
}
