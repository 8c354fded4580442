package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.config.RecordSchema.Component;

/** The dotted keys of a configuration. */
final class Keys {
    private Keys() {}

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Every key that a record of this type can have, of all alternatives, groups included. */
    static List<String> possible(Class<? extends Record> type) {
        Set<String> keys = new LinkedHashSet<>();
        collect(RecordSchema.of(type), "", keys);
        return List.copyOf(keys);
    }

    private static void collect(RecordSchema schema, String path, Set<String> keys) {
        for (Component component : schema.components()) {
            String key = join(path, component.key());
            keys.add(key);
            if (component.type().isSealed()) {
                keys.add(join(key, "type"));
                RecordSchema.alternatives(component.type())
                        .values()
                        .forEach(type -> collect(RecordSchema.of(type), key, keys));
            } else if (component.type().isRecord()) {
                collect(RecordSchema.of(component.type().asSubclass(Record.class)), key, keys);
            }
        }
    }

    /** Every key of this very configuration, with its value; groups only with their leaves. */
    static Map<String, Object> leaves(Record config) {
        Map<String, Object> leaves = new LinkedHashMap<>();
        collect(config, "", leaves);
        return leaves;
    }

    private static void collect(Record record, String path, Map<String, Object> leaves) {
        for (Component component : RecordSchema.of(record.getClass()).components()) {
            String key = join(path, component.key());
            Object value = component.of(record);
            if (!component.isGroup()) {
                leaves.put(key, value);
                continue;
            }
            if (component.type().isSealed()) {
                leaves.put(join(key, "type"), RecordSchema.word(value.getClass()));
            }
            collect((Record) value, key, leaves);
        }
    }

    /**
     * The full keys that a short one may mean: the key itself if there is such a one, else all that
     * end with it.
     */
    static List<String> matching(String written, List<String> keys) {
        if (keys.contains(written)) {
            return List.of(written);
        }
        List<String> matches = new ArrayList<>(keys);
        matches.removeIf(key -> !key.endsWith("." + written));
        return matches;
    }
}
