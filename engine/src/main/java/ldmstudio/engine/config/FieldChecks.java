package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.config.RecordSchema.Component;
import org.jspecify.annotations.Nullable;

/** Holds each value against the limits that its {@link Field} states. */
final class FieldChecks {
    private FieldChecks() {}

    /**
     * For the compact constructors: checks all components of a record.
     *
     * @param values the components in order
     * @throws ConfigException naming every field out of its limits, its value and what is allowed
     */
    static void require(Class<? extends Record> type, @Nullable Object... values) {
        List<Problem> problems = new ArrayList<>();
        List<Component> components = RecordSchema.of(type).components();
        for (int i = 0; i < values.length; i++) {
            Problem problem = problem(components.get(i), values[i]);
            if (problem != null) {
                problems.add(problem);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /** What is wrong with a value of the component's own type, or null. */
    static @Nullable Problem problem(Component component, @Nullable Object value) {
        String wrong = wrong(component, value);
        return wrong == null
                ? null
                : Problem.of(component.key(), brief(value), wrong, allowed(component));
    }

    private static String brief(@Nullable Object value) {
        return ValueText.brief(value);
    }

    private static @Nullable String wrong(Component component, @Nullable Object value) {
        Field field = component.field();
        if (value == null) {
            return "has no value";
        }
        if (value instanceof Number number) {
            return outside(field, number.doubleValue());
        }
        if (value instanceof String text) {
            if (field.oneOf().length > 0 && !Arrays.asList(field.oneOf()).contains(text)) {
                return "is not one of the known words";
            }
            if (!field.pattern().isEmpty() && !text.matches(field.pattern())) {
                return text.isBlank() ? "is empty" : "is not allowed here";
            }
            return null;
        }
        if (value instanceof List<?> list) {
            if (list.size() < field.minItems() || list.size() > field.maxItems()) {
                return "has " + list.size() + (list.size() == 1 ? " entry" : " entries");
            }
            for (Object entry : list) {
                if (entry == null) {
                    return "has an empty entry";
                }
                String wrong = entry instanceof Number n ? outside(field, n.doubleValue()) : null;
                if (wrong != null) {
                    return "has the entry " + brief(entry) + ", which " + wrong;
                }
            }
        }
        return null;
    }

    private static @Nullable String outside(Field field, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "is not a finite number";
        }
        return value < field.min() || value > field.max() ? "is out of range" : null;
    }

    /** What the component takes, in words. */
    static String allowed(Component component) {
        Field field = component.field();
        Class<?> type = component.type();
        if (field.oneOf().length > 0) {
            return String.join(", ", field.oneOf());
        }
        if (!field.allowed().isEmpty()) {
            return field.allowed();
        }
        if (type == int.class || type == long.class) {
            return "a whole number" + range(field);
        }
        if (type == double.class) {
            return "a number" + range(field);
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (component.isGroups()) {
            return "a list of " + field.minItems() + " to " + field.maxItems() + " groups of keys";
        }
        if (type == List.class) {
            return "a list of "
                    + field.minItems()
                    + " to "
                    + field.maxItems()
                    + (component.entryType() == Boolean.class
                            ? " entries, each true or false"
                            : " whole numbers" + range(field));
        }
        if (type.isSealed()) {
            return "a group whose type is one of "
                    + String.join(", ", RecordSchema.alternatives(type).keySet());
        }
        return type.isRecord() ? "a group of keys, or the name of a .yaml file" : "text";
    }

    /** The range in words with a leading blank; empty when the field has none. */
    static String range(Field field) {
        boolean low = field.min() != Double.NEGATIVE_INFINITY;
        boolean high = field.max() != Double.POSITIVE_INFINITY;
        if (low && high) {
            return field.min() == field.max()
                    ? " only " + ValueText.limit(field.min())
                    : " from "
                            + ValueText.limit(field.min())
                            + " to "
                            + ValueText.limit(field.max());
        }
        if (low) {
            return " of at least " + ValueText.limit(field.min());
        }
        return high ? " of at most " + ValueText.limit(field.max()) : "";
    }
}
