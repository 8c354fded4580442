package ldmstudio.engine.config;

import java.util.Collection;
import java.util.List;

/** Finds the known key that a mistyped one was probably meant to be. */
final class NearestKey {
    private NearestKey() {}

    /**
     * The dotted key nearest to {@code written}: one whose last part is the same first, else the
     * smallest edit distance up to a third of the length; empty when nothing is near.
     *
     * @param siblings full keys of the same group, which win a tie
     * @param all full keys of the whole configuration
     */
    static String of(String written, Collection<String> siblings, Collection<String> all) {
        String word = last(written);
        for (String key : all) {
            if (last(key).equals(word)) {
                return key;
            }
        }
        int limit = Math.max(2, word.length() / 3);
        String best = "";
        int bestDistance = limit + 1;
        for (Collection<String> keys : List.of(siblings, all)) {
            for (String key : keys) {
                int distance = distance(word, last(key), limit);
                if (distance < bestDistance) {
                    best = key;
                    bestDistance = distance;
                }
            }
        }
        return best;
    }

    static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /**
     * Edit distance with insertions, deletions, substitutions and swaps of neighbours (optimal
     * string alignment); {@code limit + 1} when the lengths alone differ by more.
     */
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(
                                Math.min(d[i - 1][j], d[i][j - 1]) + 1,
                                d[i - 1][j - 1] + substitution);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
