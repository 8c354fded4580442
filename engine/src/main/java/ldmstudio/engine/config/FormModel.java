package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.FieldInfo.Alternative;
import ldmstudio.engine.config.FieldInfo.Kind;
import ldmstudio.engine.config.RecordSchema.Component;

/** What a form needs to know about configuration records, read from the records themselves. */
public final class FormModel {
    private FormModel() {}

    /** The rows of a record's form in order; groups hold their rows. */
    public static List<FieldInfo> of(Class<? extends Record> type) {
        return fields(RecordSchema.of(type), "");
    }

    /** The rows for this configuration's stage. */
    public static List<FieldInfo> of(RunConfig config) {
        return of(((Record) config).getClass());
    }

    /** All single-value rows of this very configuration, without the groups around them. */
    public static List<FieldInfo> leaves(RunConfig config) {
        List<FieldInfo> leaves = new ArrayList<>();
        collect(of(config), config, leaves);
        return leaves;
    }

    private static void collect(List<FieldInfo> fields, RunConfig config, List<FieldInfo> leaves) {
        for (FieldInfo field : fields) {
            if (field.isGroup()) {
                Object group = RunConfigs.get(config, field.path());
                collect(field.fieldsOf(group), config, leaves);
            } else {
                leaves.add(field);
            }
        }
    }

    private static List<FieldInfo> fields(RecordSchema schema, String path) {
        Record defaults = schema.defaults();
        List<FieldInfo> fields = new ArrayList<>();
        for (Component component : schema.components()) {
            if (component.isGroups()) {
                // A list of groups has an editor of its own, such as a timeline.
                continue;
            }
            fields.add(field(component, Keys.join(path, component.key()), defaults));
        }
        return List.copyOf(fields);
    }

    private static FieldInfo field(Component component, String path, Record defaults) {
        Class<?> type = component.type();
        List<FieldInfo> fields = List.of();
        List<Alternative> alternatives = List.of();
        if (type.isSealed()) {
            alternatives = alternatives(component, path, component.of(defaults));
        } else if (type.isRecord()) {
            fields = fields(RecordSchema.of(type.asSubclass(Record.class)), path);
        }
        Field field = component.field();
        return new FieldInfo(
                path,
                kind(component),
                field.label(),
                field.help(),
                field.unit(),
                field.min(),
                field.max(),
                List.of(field.oneOf()),
                FieldChecks.allowed(component),
                component.isGroup() ? null : component.of(defaults),
                field.pick(),
                field.advanced(),
                field.live(),
                fields,
                alternatives);
    }

    private static List<Alternative> alternatives(
            Component component, String path, Object defaultGroup) {
        Map<String, Class<? extends Record>> words = RecordSchema.alternatives(component.type());
        FieldInfo choice = choice(component, path, words, defaultGroup);
        List<Alternative> alternatives = new ArrayList<>();
        words.forEach(
                (word, type) -> {
                    List<FieldInfo> fields = new ArrayList<>(List.of(choice));
                    fields.addAll(fields(RecordSchema.of(type), path));
                    alternatives.add(new Alternative(word, type, List.copyOf(fields)));
                });
        return List.copyOf(alternatives);
    }

    private static FieldInfo choice(
            Component component,
            String path,
            Map<String, Class<? extends Record>> words,
            Object defaultGroup) {
        return new FieldInfo(
                path + ".type",
                Kind.CHOICE,
                "Kind",
                component.field().help(),
                "",
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                List.copyOf(words.keySet()),
                String.join(", ", words.keySet()),
                RecordSchema.word(defaultGroup.getClass()),
                Field.Pick.NONE,
                false,
                false,
                List.of(),
                List.of());
    }

    private static Kind kind(Component component) {
        Class<?> type = component.type();
        if (component.isGroup()) {
            return Kind.GROUP;
        }
        if (type == List.class) {
            return component.entryType() == Boolean.class ? Kind.SWITCHES : Kind.WHOLE_NUMBERS;
        }
        if (type == String.class) {
            return component.field().oneOf().length > 0 ? Kind.CHOICE : Kind.TEXT;
        }
        if (type == boolean.class) {
            return Kind.SWITCH;
        }
        return type == double.class ? Kind.NUMBER : Kind.WHOLE_NUMBER;
    }
}
