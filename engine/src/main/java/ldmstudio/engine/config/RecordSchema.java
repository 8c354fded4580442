package ldmstudio.engine.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration record seen through reflection: its keys in order, their types and their {@link
 * Field} texts. The records are the only description of the configuration; YAML, overrides and
 * forms all read this one.
 */
final class RecordSchema {
    // Reflection builds new objects on every call; a class's schema never changes.
    private static final ClassValue<RecordSchema> SCHEMAS =
            new ClassValue<>() {
                @Override
                protected RecordSchema computeValue(Class<?> type) {
                    return new RecordSchema(type.asSubclass(Record.class));
                }
            };

    private final Class<? extends Record> type;
    private final Map<String, Component> components = new LinkedHashMap<>();

    /** One record component: its YAML key, Java type, entry type (lists only) and texts. */
    record Component(
            String key, Class<?> type, @Nullable Class<?> entryType, Field field, Method accessor) {
        boolean isGroup() {
            return type.isRecord() || type.isSealed();
        }

        /** Whether the value is a list of groups. */
        boolean isGroups() {
            return entryType != null && entryType.isRecord();
        }

        Object of(Record owner) {
            return invoke(accessor, owner);
        }
    }

    private RecordSchema(Class<? extends Record> type) {
        this.type = type;
        for (RecordComponent component : type.getRecordComponents()) {
            Field field = component.getAnnotation(Field.class);
            if (field == null) {
                throw new IllegalStateException(
                        type.getSimpleName() + "." + component.getName() + " has no @Field");
            }
            Class<?> entry =
                    component.getGenericType() instanceof ParameterizedType list
                            ? (Class<?>) list.getActualTypeArguments()[0]
                            : null;
            String key = snake(component.getName());
            components.put(
                    key,
                    new Component(key, component.getType(), entry, field, component.getAccessor()));
        }
    }

    static RecordSchema of(Class<? extends Record> type) {
        return SCHEMAS.get(type);
    }

    Class<? extends Record> type() {
        return type;
    }

    List<Component> components() {
        return List.copyOf(components.values());
    }

    @Nullable Component find(String key) {
        return components.get(key);
    }

    /** The record's own {@code defaults()}. */
    Record defaults() {
        try {
            return (Record) invoke(type.getMethod("defaults"), null);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getSimpleName() + " has no defaults()", e);
        }
    }

    /** A new record of the values, in the order of the components. */
    Record create(List<?> values) {
        Class<?>[] types =
                components.values().stream().map(Component::type).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw rethrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }

    /** A copy of the record with one component replaced. */
    Record with(Record record, String key, Object value) {
        List<Object> values = new ArrayList<>();
        for (Component component : components.values()) {
            values.add(component.key().equals(key) ? value : component.of(record));
        }
        return create(values);
    }

    /** The alternatives of a sealed group by the word that chooses them, in source order. */
    static Map<String, Class<? extends Record>> alternatives(Class<?> sealed) {
        Map<String, Class<? extends Record>> words = new LinkedHashMap<>();
        for (Class<?> alternative : sealed.getPermittedSubclasses()) {
            if (alternative.isSealed()) {
                words.putAll(alternatives(alternative));
            } else {
                words.put(word(alternative), alternative.asSubclass(Record.class));
            }
        }
        return words;
    }

    /** The word that chooses an alternative: {@code ImageFolder} is {@code image_folder}. */
    static String word(Class<?> alternative) {
        Word word = alternative.getAnnotation(Word.class);
        return word == null ? snake(alternative.getSimpleName()) : word.value();
    }

    private static String snake(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static Object invoke(Method method, @Nullable Object target) {
        try {
            return method.invoke(target);
        } catch (InvocationTargetException e) {
            throw rethrown(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot call " + method, e);
        }
    }

    private static RuntimeException rethrown(InvocationTargetException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(e.getCause());
    }
}
