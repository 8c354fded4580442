package ldmstudio.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import ldmstudio.engine.config.RecordSchema.Component;

/**
 * Writes a configuration as YAML that a person can edit: every key in the order of the records, its
 * help, unit and range above it. The same configuration always gives the same text.
 */
final class YamlWriter {
    private static final int WIDTH = 96;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");
    // Words that some YAML reader takes for something else than text.
    private static final Pattern RESERVED =
            Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    static String write(RunConfig config) {
        YamlWriter writer = new YamlWriter();
        String stage = RecordSchema.word(config.getClass());
        writer.comment("", "What is trained: " + choices(RunConfig.class) + ".");
        writer.out.append("stage: ").append(stage).append('\n');
        writer.entries((Record) config, "");
        return writer.out.toString();
    }

    /** A file of its own, which is one record. */
    static String write(Record document) {
        YamlWriter writer = new YamlWriter();
        writer.entries(document, "");
        return writer.out.toString().stripLeading();
    }

    private static String choices(Class<?> sealed) {
        Map<String, Class<? extends Record>> words = RecordSchema.alternatives(sealed);
        return String.join(", ", words.keySet());
    }

    private void entries(Record record, String indent) {
        for (Component component : RecordSchema.of(record.getClass()).components()) {
            Object value = component.of(record);
            if (component.isGroups()) {
                groups(component, (List<?>) value, indent);
                continue;
            }
            if (!component.isGroup()) {
                comment(indent, describe(component));
                out.append(indent).append(component.key()).append(": ");
                out.append(value(value)).append('\n');
                continue;
            }
            out.append('\n');
            comment(indent, component.field().help());
            out.append(indent).append(component.key()).append(":\n");
            String deeper = indent + "  ";
            if (component.type().isSealed()) {
                comment(deeper, "One of " + choices(component.type()) + ".");
                out.append(deeper).append("type: ");
                out.append(RecordSchema.word(value.getClass())).append('\n');
            }
            entries((Record) value, deeper);
        }
    }

    /** A list of groups: only what is not at its default, since there may be many. */
    private void groups(Component component, List<?> entries, String indent) {
        comment(indent, describe(component));
        out.append(indent).append(component.key()).append(":\n");
        for (Object entry : entries) {
            RecordSchema schema = RecordSchema.of(((Record) entry).getClass());
            Record usual = schema.defaults();
            String lead = indent + "  - ";
            for (Component each : schema.components()) {
                Object value = each.of((Record) entry);
                boolean first = lead.endsWith("- ");
                boolean last = each == schema.components().get(schema.components().size() - 1);
                if (!value.equals(each.of(usual)) || (first && last)) {
                    out.append(lead).append(each.key()).append(": ").append(value(value));
                    out.append('\n');
                    lead = indent + "    ";
                }
            }
        }
    }

    private static String describe(Component component) {
        Field field = component.field();
        StringBuilder text = new StringBuilder(field.help());
        String limits = field.oneOf().length > 0 ? String.join(", ", field.oneOf()) : "";
        if (limits.isEmpty() && component.type() != String.class) {
            limits = FieldChecks.range(field).strip();
        }
        String facts =
                List.of(field.unit(), limits).stream()
                        .filter(fact -> !fact.isEmpty())
                        .collect(Collectors.joining("; "));
        return facts.isEmpty() ? text.toString() : text.append(" (" + facts + ")").toString();
    }

    private void comment(String indent, String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split("\\s+", -1)) {
            if (line.length() > 0 && indent.length() + line.length() + word.length() + 3 > WIDTH) {
                out.append(indent).append('#').append(line).append('\n');
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        out.append(indent).append('#').append(line).append('\n');
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(YamlWriter::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Double number) {
            return ValueText.number(number);
        }
        return value instanceof String text ? text(text) : String.valueOf(value);
    }

    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if ((c >= ' ' && c < 0x7f) || (c < 0xd800 && Character.isLetterOrDigit(c))) {
                quoted.append(c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
