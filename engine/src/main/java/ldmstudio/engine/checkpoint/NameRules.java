package ldmstudio.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Translates names of tensors by pairs of their parts, in both directions; the longest pair that
 * fits the name's beginning, or its whole, wins.
 */
final class NameRules {
    private record Pair(String left, String right) {}

    private final List<Pair> pairs = new ArrayList<>();

    /** Adds a pair: {@code in_layers.0} and {@code norm1}. */
    NameRules pair(String left, String right) {
        pairs.add(new Pair(left, right));
        return this;
    }

    /** The right name of a left one; empty when no rule fits. */
    Optional<String> right(String left) {
        return translate(left, true);
    }

    /** The left name of a right one; empty when no rule fits. */
    Optional<String> left(String right) {
        return translate(right, false);
    }

    private Optional<String> translate(String name, boolean toRight) {
        Pair best = null;
        int longest = -1;
        for (Pair pair : pairs) {
            String from = toRight ? pair.left() : pair.right();
            boolean fits =
                    name.startsWith(from)
                            && (name.length() == from.length()
                                    || from.isEmpty()
                                    || name.charAt(from.length()) == '.');
            if (fits && from.length() > longest) {
                best = pair;
                longest = from.length();
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        String rest = name.substring(longest);
        return Optional.of((toRight ? best.right() : best.left()) + rest);
    }
}
