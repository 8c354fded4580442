package ldmstudio.app.action;

import java.util.Locale;

/**
 * How well a few typed letters fit a name: every letter must occur in order; letters at the start
 * of a word and letters in a row count more, gaps count less.
 */
final class FuzzyMatch {
    /** The letters do not occur in order. */
    static final int NONE = Integer.MIN_VALUE;

    private FuzzyMatch() {}

    /** Higher is better; {@link #NONE} when the name does not fit. An empty query fits with 0. */
    static int score(String query, String name) {
        String letters = query.toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
        String text = name.toLowerCase(Locale.ROOT);
        if (letters.isEmpty()) {
            return 0;
        }
        int best = NONE;
        for (int start = text.indexOf(letters.charAt(0));
                start >= 0;
                start = text.indexOf(letters.charAt(0), start + 1)) {
            best = Math.max(best, scoreFrom(letters, text, start));
        }
        return best;
    }

    private static int scoreFrom(String letters, String text, int start) {
        int score = 0;
        int previous = -1;
        int position = start;
        for (int i = 0; i < letters.length(); i++) {
            int found = i == 0 ? start : text.indexOf(letters.charAt(i), position);
            if (found < 0) {
                return NONE;
            }
            if (found == 0 || !Character.isLetterOrDigit(text.charAt(found - 1))) {
                score += 8;
            }
            if (previous >= 0) {
                score += found == previous + 1 ? 6 : -Math.min(4, found - previous - 1);
            }
            previous = found;
            position = found + 1;
        }
        return score - Math.min(8, text.length() / 8);
    }
}
