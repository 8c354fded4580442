package ldmstudio.app.action;

import java.util.Arrays;
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
        // best[j]: best score of the letters so far, the last one at place j of the name.
        int[] best = new int[text.length()];
        for (int j = 0; j < best.length; j++) {
            best[j] = text.charAt(j) == letters.charAt(0) ? wordStart(text, j) : NONE;
        }
        for (int i = 1; i < letters.length(); i++) {
            best = extend(best, letters.charAt(i), text);
        }
        int highest = Arrays.stream(best).max().orElse(NONE);
        return highest == NONE ? NONE : highest - Math.min(8, text.length() / 8);
    }

    private static int[] extend(int[] before, char letter, String text) {
        int[] after = new int[before.length];
        Arrays.fill(after, NONE);
        for (int j = 1; j < after.length; j++) {
            if (text.charAt(j) != letter) {
                continue;
            }
            for (int k = 0; k < j; k++) {
                if (before[k] != NONE) {
                    int step = k == j - 1 ? 6 : -Math.min(4, j - k - 1);
                    after[j] = Math.max(after[j], before[k] + step + wordStart(text, j));
                }
            }
        }
        return after;
    }

    private static int wordStart(String text, int place) {
        return place == 0 || !Character.isLetterOrDigit(text.charAt(place - 1)) ? 8 : 0;
    }
}
