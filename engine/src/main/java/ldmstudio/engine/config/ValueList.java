package ldmstudio.engine.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several values in one line of text. Numbers and words are parted by commas: {@code 2, 4, 8};
 * {@code 1-10:+3} is 1, 4, 7, 10; {@code 10-1:-3} counts down; {@code 1-5} goes by one; {@code 0-1
 * [5]} is five values from 0 to 1. Texts are parted by {@code |}.
 */
final class ValueList {
    /** More values than a grid can show. */
    static final int MOST = 256;

    private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?(?:[eE]-?\\d+)?)";
    private static final Pattern RANGE =
            Pattern.compile(
                    NUMBER
                            + "\\s*-\\s*"
                            + NUMBER
                            + "(?:\\s*:\\s*([+-]?\\d+(?:\\.\\d+)?)|\\s*\\[\\s*(\\d{1,4})\\s*])?");

    private ValueList() {}

    /** Texts between bars, a backslash taking the next letter as it is; empty ones are kept. */
    static List<String> parted(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
            } else if (c == '|') {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    /**
     * Words between commas, ranges spelled out; empty ones are left out, and each counts once.
     *
     * @throws IllegalArgumentException for a range that never arrives
     */
    static List<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text.split(",", -1)) {
            String one = word.strip();
            Matcher range = RANGE.matcher(one);
            if (range.matches()) {
                words.addAll(range(range, one));
            } else if (!one.isEmpty()) {
                words.add(one);
            }
            if (words.size() > MOST) {
                throw new IllegalArgumentException("has more than " + MOST + " values");
            }
        }
        return List.copyOf(words);
    }

    private static List<String> range(Matcher range, String text) {
        BigDecimal from = new BigDecimal(range.group(1));
        BigDecimal to = new BigDecimal(range.group(2));
        List<String> values = new ArrayList<>();
        if (range.group(4) != null) {
            int count = Integer.parseInt(range.group(4));
            if (count < 2 || count > MOST) {
                throw new IllegalArgumentException(
                        "'" + text + "' asks for " + count + " values; allowed: 2 to " + MOST);
            }
            for (int i = 0; i < count; i++) {
                BigDecimal part =
                        to.subtract(from)
                                .multiply(BigDecimal.valueOf(i))
                                .divide(BigDecimal.valueOf(count - 1), MathContext.DECIMAL32);
                values.add(text(from.add(part, MathContext.DECIMAL32)));
            }
            return values;
        }
        int way = to.compareTo(from);
        BigDecimal step =
                range.group(3) == null
                        ? BigDecimal.valueOf(way < 0 ? -1 : 1)
                        : new BigDecimal(range.group(3));
        if (step.signum() == 0 || (way != 0 && step.signum() != Integer.signum(way))) {
            throw new IllegalArgumentException(
                    "'" + text + "' never arrives; write 1-10:+3 or 10-1:-3");
        }
        for (BigDecimal at = from; step.signum() * to.compareTo(at) >= 0; at = at.add(step)) {
            values.add(text(at));
            if (values.size() > MOST) {
                throw new IllegalArgumentException(
                        "'" + text + "' has more than " + MOST + " values");
            }
        }
        return values;
    }

    private static String text(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
