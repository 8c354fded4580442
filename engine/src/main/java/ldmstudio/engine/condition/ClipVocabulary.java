package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pieces that CLIP's tokenizer knows and the order in which they were joined.
 *
 * @param ids number of each piece, in the spelling of {@link ByteAlphabet}; a piece that ends a
 *     word ends with {@code </w>}
 * @param merges pairs of pieces, the first learned first
 * @param start piece in front of every text
 * @param end piece behind every text
 * @param unknown piece for bytes without an entry
 * @param pad piece that fills a short text
 * @param special pieces that are taken whole wherever a text holds them
 */
public record ClipVocabulary(
        Map<String, Integer> ids,
        List<Pair> merges,
        String start,
        String end,
        String unknown,
        String pad,
        Set<String> special) {
    public static final String START = "<|startoftext|>";
    public static final String END = "<|endoftext|>";

    /** Ends the last piece of a word. */
    static final String WORD_END = "</w>";

    /** More pieces than any tokenizer has; a file that claims more is damaged. */
    private static final int LARGEST = 10_000_000;

    /** Two neighbouring pieces. */
    public record Pair(String left, String right) {
        String joined() {
            return left + right;
        }
    }

    public ClipVocabulary {
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
        merges = List.copyOf(merges);
        special = Set.copyOf(special);
        Map<Integer, String> seen = new HashMap<>();
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            int id = entry.getValue();
            if (id < 0 || id >= LARGEST) {
                throw new IllegalArgumentException(
                        "the piece " + entry.getKey() + " has the number " + id);
            }
            String other = seen.put(id, entry.getKey());
            if (other != null) {
                throw new IllegalArgumentException(
                        "the pieces "
                                + other
                                + " and "
                                + entry.getKey()
                                + " have the same number, "
                                + id);
            }
        }
        for (String piece : List.of(start, end, unknown, pad)) {
            if (!ids.containsKey(piece)) {
                throw new IllegalArgumentException("the special piece " + piece + " has no number");
            }
        }
        for (int i = 0; i < merges.size(); i++) {
            Pair pair = merges.get(i);
            for (String piece : List.of(pair.left(), pair.right(), pair.joined())) {
                if (!ids.containsKey(piece)) {
                    throw new IllegalArgumentException(
                            "merge number "
                                    + (i + 1)
                                    + " ("
                                    + pair.left()
                                    + " "
                                    + pair.right()
                                    + ") needs the piece "
                                    + piece
                                    + ", which has no number");
                }
            }
        }
    }

    /** The vocabulary of the given merges in CLIP's own order: bytes, ends of words, merges. */
    static ClipVocabulary ofMerges(List<Pair> merges) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            pieces.add(ByteAlphabet.character(i));
        }
        for (int i = 0; i < 256; i++) {
            pieces.add(ByteAlphabet.character(i) + WORD_END);
        }
        merges.forEach(pair -> pieces.add(pair.joined()));
        pieces.add(START);
        pieces.add(END);
        Map<String, Integer> ids = new LinkedHashMap<>();
        pieces.forEach(piece -> ids.putIfAbsent(piece, ids.size()));
        return new ClipVocabulary(ids, merges, START, END, END, END, Set.of(START, END));
    }

    /** Entries, counted by the largest number. */
    public int size() {
        return Collections.max(ids.values()) + 1;
    }

    int id(String piece) {
        Integer id = ids.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("The vocabulary has no piece " + piece);
        }
        return id;
    }
}
