package ldmstudio.engine.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import ldmstudio.engine.config.ConfigNode.Items;
import ldmstudio.engine.config.ConfigNode.Scalar;
import ldmstudio.engine.config.ConfigNode.Style;
import ldmstudio.engine.config.RecordSchema.Component;

/**
 * Turns written text into the value of a field.
 *
 * <p>The field decides the type, not the text: YAML 1.1 would take {@code off} for a switch, {@code
 * 1e-4} for a word and {@code 010} for eight; here they are the word, the number and ten, as the
 * writer meant.
 */
final class ValueReader {
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    private static final int LONGEST_NUMBER = 64;

    private ValueReader() {}

    /** The text cannot be a value of the field; the message says why. */
    static final class MismatchException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        MismatchException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The value, of the component's type; its limits are not checked yet. */
    static Object read(Component component, ConfigNode node) throws MismatchException {
        Class<?> type = component.type();
        if (type == List.class) {
            return list(component, node);
        }
        if (!(node instanceof Scalar scalar)) {
            throw new MismatchException(
                    node instanceof Items
                            ? "is a list where one value belongs"
                            : "is a group where one value belongs");
        }
        return type == String.class ? scalar.text() : value(type, scalar);
    }

    private static List<Object> list(Component component, ConfigNode node)
            throws MismatchException {
        List<ConfigNode> entries;
        if (node instanceof Items items) {
            entries = items.entries();
        } else if (node instanceof Scalar scalar && scalar.style() == Style.GIVEN) {
            entries = byCommas(scalar);
        } else {
            throw new MismatchException("is not a list");
        }
        if (entries.size() > component.field().maxItems()) {
            throw new MismatchException("has " + entries.size() + " entries");
        }
        List<Object> values = new ArrayList<>();
        for (ConfigNode entry : entries) {
            if (!(entry instanceof Scalar scalar)) {
                throw new MismatchException("has an entry that is not a single value");
            }
            Class<?> entryType = component.entryType() == Boolean.class ? boolean.class : int.class;
            values.add(value(entryType, scalar));
        }
        return values;
    }

    private static List<ConfigNode> byCommas(Scalar scalar) {
        String text = scalar.text().strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        if (text.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(text.split(",", -1))
                .<ConfigNode>map(part -> new Scalar(part.strip(), Style.GIVEN, scalar.place()))
                .toList();
    }

    private static Object value(Class<?> type, Scalar scalar) throws MismatchException {
        if (scalar.style() == Style.NONE) {
            throw new MismatchException("has no value");
        }
        String text = scalar.style() == Style.GIVEN ? scalar.text().strip() : scalar.text();
        if (scalar.style() == Style.QUOTED) {
            throw new MismatchException("\"" + ValueText.brief(text) + "\" is text in quotes");
        }
        if (type == boolean.class) {
            return switchOf(text);
        }
        if (text.length() > LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
            throw new MismatchException("\"" + ValueText.brief(text) + "\" is not a number");
        }
        String digits = text.replace("_", "");
        return type == double.class ? (Object) decimal(digits) : whole(type, digits);
    }

    private static boolean switchOf(String text) throws MismatchException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default ->
                    throw new MismatchException(
                            "\"" + ValueText.brief(text) + "\" is neither true nor false");
        };
    }

    private static double decimal(String digits) throws MismatchException {
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw new MismatchException("is too large for a number");
        }
        return value;
    }

    private static Object whole(Class<?> type, String digits) throws MismatchException {
        double near = Double.parseDouble(digits);
        if (near != Math.rint(near)) {
            throw new MismatchException("is not a whole number");
        }
        // The magnitude is known before the exact value is made: 1e999999999 must not be expanded.
        if (Math.abs(near) > 1e19 || (type == int.class && Math.abs(near) > Integer.MAX_VALUE)) {
            throw new MismatchException("is out of range");
        }
        if (Math.abs(near) < 1e15) {
            return type == int.class ? (Object) (int) near : (Object) (long) near;
        }
        try {
            return new BigDecimal(digits).longValueExact();
        } catch (ArithmeticException e) {
            throw new MismatchException("is out of range");
        }
    }
}
