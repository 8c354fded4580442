package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt in which words are louder or softer: {@code a (red:1.3) circle}, nested weights
 * multiply, {@code \(red:1.3)} is meant as it stands. Brackets without a number are part of the
 * text.
 *
 * @param runs the text in stretches of one weight each, in order; together the text without marks
 */
public record PromptWeights(List<Run> runs) {
    /** Largest weight of one bracket; beyond it pictures only break. */
    public static final double LARGEST = 10;

    private static final Pattern WEIGHT =
            Pattern.compile(":\\s*(\\d{1,3}(?:\\.\\d*)?|\\.\\d+)\\s*$");

    /** A stretch of text and how loud it is; 1: as it is. */
    public record Run(String text, double weight) {}

    public PromptWeights {
        runs = List.copyOf(runs);
    }

    /** Reads a prompt as it was typed; any text is one. */
    public static PromptWeights parse(String prompt) {
        List<Run> runs = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        read(prompt, 1, plain, runs);
        flush(plain, 1, runs);
        return new PromptWeights(runs);
    }

    /** What the tokenizer reads: the prompt without its marks. */
    public static String plain(String prompt) {
        return parse(prompt).text();
    }

    /** The text without marks. */
    public String text() {
        StringBuilder text = new StringBuilder();
        runs.forEach(run -> text.append(run.text()));
        return text.toString();
    }

    /** Whether some of it is louder or softer than the rest. */
    public boolean any() {
        return runs.stream().anyMatch(run -> run.weight() != 1);
    }

    private static void read(String text, double weight, StringBuilder plain, List<Run> runs) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int close = c == '(' ? closing(text, at) : -1;
            Matcher number = close < 0 ? null : WEIGHT.matcher(text.substring(at + 1, close));
            if (number == null || !number.find()) {
                plain.append(c);
                at++;
                continue;
            }
            if (at > 0 && text.charAt(at - 1) == '\\') {
                // The mark itself is wanted: without its backslash, and not looked into.
                plain.setLength(plain.length() - 1);
                plain.append(text, at, close + 1);
                at = close + 1;
                continue;
            }
            flush(plain, weight, runs);
            double own = Math.min(LARGEST, Double.parseDouble(number.group(1)));
            String inner = text.substring(at + 1, at + 1 + number.start());
            read(inner, weight * own, plain, runs);
            flush(plain, weight * own, runs);
            at = close + 1;
        }
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static void flush(StringBuilder plain, double weight, List<Run> runs) {
        if (plain.length() > 0) {
            runs.add(new Run(plain.toString(), weight));
            plain.setLength(0);
        }
    }
}
