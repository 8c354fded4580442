package ldmstudio.engine.config;

import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as text: for errors (short), and for numbers as a person writes them. */
final class ValueText {
    private static final int LONGEST = 80;

    private ValueText() {}

    static String brief(@Nullable Object value) {
        String text;
        if (value == null) {
            text = "";
        } else if (value instanceof ConfigNode.Scalar scalar) {
            text = scalar.text();
        } else if (value instanceof ConfigNode.Items items) {
            text =
                    items.entries().stream()
                            .limit(LONGEST)
                            .map(ValueText::brief)
                            .collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof ConfigNode.Group || value instanceof Record) {
            text = "(a group)";
        } else {
            text = value instanceof Double number ? number(number) : String.valueOf(value);
        }
        text = text.replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /**
     * The shortest text that reads back as the same double. Exponents keep the dot and the sign
     * ({@code 1.0e-4}), because YAML 1.1 readers take {@code 1e-4} for a word.
     */
    static String number(double value) {
        String text = Double.toString(value);
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text;
        }
        String power = text.substring(exponent + 1);
        return text.substring(0, exponent) + "e" + (power.startsWith("-") ? power : "+" + power);
    }

    /** A limit in words: {@code 64}, {@code 0.5}, {@code 1e9}. */
    static String limit(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7) {
            return String.valueOf((long) value);
        }
        return Double.toString(value).toLowerCase(Locale.ROOT).replace(".0e", "e");
    }
}
