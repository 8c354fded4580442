package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A text with choices in it. {@code a {red|blue} {circle|star}} holds two choices of two; {@code
 * {|large}} is a part that is there or not; after a {@code |} outside of braces a part follows that
 * is switched on and off, set off with a comma: {@code a circle|at night|in snow}. A backslash
 * takes the next letter as it is.
 */
public final class PromptMatrix {
    /** More choices than anybody can look at. */
    private static final int MOST_CHOICES = 12;

    /**
     * One place where the text varies.
     *
     * @param options what may stand there; empty: nothing
     * @param appended whether it stands at the end behind a comma
     */
    public record Choice(List<String> options, boolean appended) {
        public Choice {
            options = List.copyOf(options);
        }

        /** An option in words. */
        public String label(int option) {
            String text = options.get(option);
            return text.isEmpty() ? "without " + options.get(options.size() - 1) : text;
        }
    }

    /** The fixed texts: one before each choice inside the text, and the last. */
    private final List<String> fixed = new ArrayList<>();

    private final List<Choice> choices = new ArrayList<>();

    private PromptMatrix() {}

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException for braces that do not pair, saying where
     */
    public static PromptMatrix of(String text) {
        PromptMatrix matrix = new PromptMatrix();
        StringBuilder plain = new StringBuilder();
        List<Choice> appended = new ArrayList<>();
        boolean atEnd = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                plain.append(text.charAt(i + 1));
                i += 2;
            } else if (c == '{' && !atEnd) {
                int close = close(text, i);
                matrix.fixed.add(plain.toString());
                plain.setLength(0);
                matrix.choices.add(new Choice(options(text.substring(i + 1, close)), false));
                i = close + 1;
            } else if (c == '}' || c == '{') {
                throw new IllegalArgumentException(
                        "the " + c + " at letter " + (i + 1) + " has no partner; write \\" + c);
            } else if (c == '|') {
                end(matrix, plain, appended, atEnd);
                atEnd = true;
                i++;
            } else {
                plain.append(c);
                i++;
            }
        }
        end(matrix, plain, appended, atEnd);
        matrix.choices.addAll(appended);
        if (matrix.choices.size() > MOST_CHOICES) {
            throw new IllegalArgumentException(
                    "it holds " + matrix.choices.size() + " choices; at most " + MOST_CHOICES);
        }
        return matrix;
    }

    private static void end(
            PromptMatrix matrix, StringBuilder plain, List<Choice> appended, boolean atEnd) {
        String part = plain.toString();
        plain.setLength(0);
        if (!atEnd) {
            matrix.fixed.add(part);
        } else if (!part.isBlank()) {
            appended.add(new Choice(List.of("", part.strip()), true));
        }
    }

    private static int close(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '}') {
                return i;
            } else if (c == '{') {
                break;
            }
        }
        throw new IllegalArgumentException(
                "the { at letter " + (open + 1) + " is not closed; write \\{ for the sign itself");
    }

    private static List<String> options(String inside) {
        return ValueList.parted(inside);
    }

    /** The places where the text varies, in its order. */
    public List<Choice> choices() {
        return List.copyOf(choices);
    }

    /** Whether the text varies at all. */
    public boolean varies() {
        return choices.stream().anyMatch(choice -> choice.options().size() > 1);
    }

    /**
     * The text with one option of each choice.
     *
     * @param picked an option's number for each choice
     */
    public String text(List<Integer> picked) {
        return text(i -> inserted(i, picked.get(i)));
    }

    /** The text with something in place of each choice. */
    String text(IntFunction<String> instead) {
        StringBuilder text = new StringBuilder();
        StringBuilder behind = new StringBuilder();
        int inside = 0;
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).appended()) {
                behind.append(instead.apply(i));
            } else {
                text.append(fixed.get(inside++)).append(instead.apply(i));
            }
        }
        text.append(inside < fixed.size() ? fixed.get(inside) : "");
        return tidy(text.toString() + behind);
    }

    /** What an option adds to the text. */
    String inserted(int choice, int option) {
        String text = choices.get(choice).options().get(option);
        return choices.get(choice).appended() && !text.isEmpty() ? ", " + text : text;
    }

    /** An option that is nothing leaves the spaces on both its sides. */
    static String tidy(String text) {
        return text.replaceAll(" {2,}", " ").strip();
    }
}
