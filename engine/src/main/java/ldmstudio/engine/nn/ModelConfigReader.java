package ldmstudio.engine.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code config.json} that diffusers writes beside a network's weights: typed values with
 * the reference's defaults, and an error that names key, value and what is allowed.
 */
public final class ModelConfigReader {
    private final String owner;
    private final Map<String, ?> map;
    private final TreeSet<String> unread;

    /**
     * @param owner the network's class in the reference, for messages
     */
    public ModelConfigReader(String owner, Map<String, ?> map) {
        this.owner = owner;
        this.map = map;
        unread = new TreeSet<>(map.keySet());
        // _class_name, _diffusers_version, _name_or_path.
        unread.removeIf(key -> key.startsWith("_"));
    }

    private @Nullable Object take(String key) {
        unread.remove(key);
        return map.get(key);
    }

    public int integer(String key, int ifAbsent) {
        Object value = take(key);
        return value == null ? ifAbsent : whole(key, value);
    }

    /** Null where the file says null; the default where it says nothing. */
    public @Nullable Integer optionalInteger(String key, @Nullable Integer ifAbsent) {
        Object value = take(key);
        if (value == null) {
            return map.containsKey(key) ? null : ifAbsent;
        }
        return whole(key, value);
    }

    public double number(String key, double ifAbsent) {
        Object value = take(key);
        if (value == null) {
            return ifAbsent;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(key, value, "a number");
    }

    public boolean flag(String key, boolean ifAbsent) {
        Object value = take(key);
        if (value == null) {
            return ifAbsent;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, value, "true or false");
    }

    public @Nullable String optionalText(String key, @Nullable String ifAbsent) {
        Object value = take(key);
        if (value == null) {
            return map.containsKey(key) ? null : ifAbsent;
        }
        return value.toString();
    }

    public String text(String key, String ifAbsent) {
        Object value = take(key);
        return value == null ? ifAbsent : value.toString();
    }

    public List<Integer> integers(String key, List<Integer> ifAbsent) {
        Object value = take(key);
        if (value == null) {
            return ifAbsent;
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, value, "a list of whole numbers");
        }
        List<Integer> numbers = new ArrayList<>();
        list.forEach(element -> numbers.add(whole(key, element)));
        return List.copyOf(numbers);
    }

    public List<String> texts(String key, List<String> ifAbsent) {
        Object value = take(key);
        if (value == null) {
            return ifAbsent;
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(key, value, "a list of words");
        }
        return list.stream().map(Object::toString).toList();
    }

    /** One number a level; a single number stands for all levels. */
    public List<Integer> perLevel(String key, int levels, int ifAbsent) {
        Object value = map.get(key);
        if (value instanceof List<?>) {
            List<Integer> list = integers(key, List.of());
            if (list.size() != levels) {
                throw wrong(key, list, "one number, or " + levels + " numbers (one a level)");
            }
            return list;
        }
        return Collections.nCopies(levels, integer(key, ifAbsent));
    }

    /** One flag a level; a single flag stands for all levels. */
    public List<Boolean> flagPerLevel(String key, int levels, boolean ifAbsent) {
        Object value = map.get(key);
        if (value instanceof List<?> list) {
            unread.remove(key);
            if (list.size() != levels || !list.stream().allMatch(Boolean.class::isInstance)) {
                throw wrong(key, list, "true, false, or " + levels + " of them (one a level)");
            }
            return list.stream().map(Boolean.class::cast).toList();
        }
        return Collections.nCopies(levels, flag(key, ifAbsent));
    }

    /** The side of a square picture, given as a number or as [height, width]; 0: not said. */
    public int side(String key, int ifAbsent) {
        Object value = map.get(key);
        if (value instanceof List<?>) {
            List<Integer> sides = integers(key, List.of());
            return sides.isEmpty() ? ifAbsent : sides.get(0);
        }
        return integer(key, ifAbsent);
    }

    /** A key that is understood only with one of these values (or absent, or null). */
    public void only(String key, Object... allowed) {
        Object value = take(key);
        if (value != null && Arrays.stream(allowed).noneMatch(a -> Objects.equals(a, value))) {
            throw wrong(key, value, allowed.length == 0 ? "null" : Arrays.toString(allowed));
        }
    }

    /** Keys that change nothing in the network's numbers. */
    public void ignore(String... keys) {
        unread.removeAll(Arrays.asList(keys));
    }

    /**
     * To be called after the last key was read.
     *
     * @throws IllegalArgumentException when a key that switches something on was not understood
     */
    public void finish() {
        unread.removeIf(key -> map.get(key) == null || Boolean.FALSE.equals(map.get(key)));
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException(
                    owner + "'s configuration has keys that are not understood: " + unread);
        }
    }

    private int whole(String key, @Nullable Object value) {
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw wrong(key, value, "a whole number");
    }

    private IllegalArgumentException wrong(String key, @Nullable Object value, String allowed) {
        return new IllegalArgumentException(
                owner + ": " + key + " is " + value + ", supported is " + allowed);
    }
}
