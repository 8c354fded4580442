package ldmstudio.app.control;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How numbers are written into fields and read from what people type: {@code 1e-4}, {@code 0,5}.
 */
public final class NumberText {
    private NumberText() {}

    /** Shortest text that reads back as the same number. */
    public static String of(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e12) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        if (size < 1e-3) {
            return trimExponent(String.format(Locale.ROOT, "%.6e", value));
        }
        return trimZeros(String.format(Locale.ROOT, "%.8f", value));
    }

    /** The number in a text; empty when it is none. A comma is a decimal point. */
    public static OptionalDouble parse(String text) {
        String plain = text.strip().replace("_", "").replace(" ", "");
        if (plain.indexOf(',') >= 0 && plain.indexOf('.') < 0) {
            plain =
                    plain.matches("-?[1-9]\\d{0,2}(,\\d{3})+")
                            ? plain.replace(",", "")
                            : plain.replace(',', '.');
        }
        try {
            double value = Double.parseDouble(plain);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static String trimExponent(String text) {
        int e = text.indexOf('e');
        String mantissa = trimZeros(text.substring(0, e));
        return mantissa + "e" + Integer.parseInt(text.substring(e + 1));
    }

    private static String trimZeros(String text) {
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
