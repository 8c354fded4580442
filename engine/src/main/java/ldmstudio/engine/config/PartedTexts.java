package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Several texts as one, parted by {@code |}. A bar that belongs to a text is written {@code \|}, a
 * backslash in front of a bar or of another one {@code \\}; elsewhere a backslash is itself.
 */
public final class PartedTexts {
    private static final char BAR = '|';
    private static final char ESCAPE = '\\';

    private PartedTexts() {}

    /** The texts in their order, without blanks around them; none of a blank text. */
    public static List<String> split(String joined) {
        if (joined.isBlank()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < joined.length(); i++) {
            char c = joined.charAt(i);
            char next = i + 1 < joined.length() ? joined.charAt(i + 1) : ' ';
            if (c == ESCAPE && (next == BAR || next == ESCAPE)) {
                text.append(next);
                i++;
            } else if (c == BAR) {
                texts.add(text.toString().strip());
                text.setLength(0);
            } else {
                text.append(c);
            }
        }
        texts.add(text.toString().strip());
        return List.copyOf(texts);
    }

    /** The one text that {@link #split} takes apart to these. */
    public static String join(List<String> texts) {
        return String.join(
                "|", texts.stream().map(t -> t.replace("\\", "\\\\").replace("|", "\\|")).toList());
    }
}
