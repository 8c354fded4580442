package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import ldmstudio.engine.condition.ClipVocabulary.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Splits a word into pieces: begins with its bytes and joins, again and again, the neighbours whose
 * pair was learned first, the leftmost of equals.
 *
 * <p>Sennrich, Haddow, Birch, 2016, arXiv:1508.07909, algorithm 1. With a queue of candidates, so
 * that a word of n bytes costs n log n.
 */
final class BytePairs {
    private final Map<Pair, Integer> ranks = new HashMap<>();

    BytePairs(List<Pair> merges) {
        for (int i = 0; i < merges.size(); i++) {
            ranks.putIfAbsent(merges.get(i), i);
        }
    }

    /**
     * A piece in a list that joins its neighbours; {@code text} is null once it was joined away.
     */
    private static final class Piece {
        final int position;
        @Nullable String text;
        @Nullable Piece before;
        @Nullable Piece after;

        Piece(int position, String text) {
            this.position = position;
            this.text = text;
        }
    }

    /** A pair as it was when it was found: stale when a side has changed since. */
    private record Candidate(int rank, Piece left, Piece right, Pair pair) {
        boolean holds() {
            return left.after == right
                    && pair.left().equals(left.text)
                    && pair.right().equals(right.text);
        }
    }

    /** The single bytes of a word, the last one marked as its end. */
    static List<String> bytes(String spelled) {
        List<String> bytes = new ArrayList<>(spelled.length());
        for (int i = 0; i < spelled.length(); i++) {
            bytes.add(spelled.substring(i, i + 1));
        }
        bytes.set(bytes.size() - 1, bytes.get(bytes.size() - 1) + ClipVocabulary.WORD_END);
        return bytes;
    }

    /** The pieces of a word that has at least one byte. */
    List<String> split(String spelled) {
        PriorityQueue<Candidate> queue =
                new PriorityQueue<>(
                        Comparator.comparingInt(Candidate::rank)
                                .thenComparingInt(c -> c.left().position));
        Piece first = chain(bytes(spelled), queue);
        while (!queue.isEmpty()) {
            Candidate next = queue.remove();
            if (next.holds()) {
                join(next, queue);
            }
        }
        List<String> pieces = new ArrayList<>();
        for (Piece piece = first; piece != null; piece = piece.after) {
            pieces.add(String.valueOf(piece.text));
        }
        return pieces;
    }

    private Piece chain(List<String> texts, PriorityQueue<Candidate> queue) {
        Piece first = new Piece(0, texts.get(0));
        Piece last = first;
        for (int i = 1; i < texts.size(); i++) {
            Piece piece = new Piece(i, texts.get(i));
            last.after = piece;
            piece.before = last;
            offer(last, piece, queue);
            last = piece;
        }
        return first;
    }

    private void join(Candidate pair, PriorityQueue<Candidate> queue) {
        Piece left = pair.left();
        Piece right = pair.right();
        left.text = pair.pair().joined();
        right.text = null;
        Piece after = right.after;
        left.after = after;
        if (after != null) {
            after.before = left;
            offer(left, after, queue);
        }
        Piece before = left.before;
        if (before != null) {
            offer(before, left, queue);
        }
    }

    private void offer(Piece left, Piece right, PriorityQueue<Candidate> queue) {
        Pair pair = new Pair(String.valueOf(left.text), String.valueOf(right.text));
        Integer rank = ranks.get(pair);
        if (rank != null) {
            queue.add(new Candidate(rank, left, right, pair));
        }
    }
}
