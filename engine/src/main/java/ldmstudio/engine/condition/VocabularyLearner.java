package ldmstudio.engine.condition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import ldmstudio.engine.condition.ClipVocabulary.Pair;

/**
 * Learns a byte-pair vocabulary in CLIP's format from captions: all single bytes, then again and
 * again the most frequent pair of neighbouring pieces, until the vocabulary is full or every word
 * is one piece.
 *
 * <p>Deterministic: the result depends on how often each word occurs, not on the order of the
 * captions; of pairs that are equally frequent the alphabetically first is taken. Sennrich, Haddow,
 * Birch, 2016, arXiv:1508.07909, algorithm 1.
 */
public final class VocabularyLearner {
    /** 256 bytes, the same as ends of words, start and end of the text. */
    public static final int SMALLEST = 514;

    public static final int DEFAULT_SIZE = 1024;

    /** Longer words are numbers and addresses: they are spelled, not learned. */
    private static final int LONGEST_WORD = 48;

    /** Words that are counted at once; beyond it the rare ones are forgotten. */
    private static final int COUNTED_WORDS = 500_000;

    /** The most frequent words carry the merges. */
    private static final int LEARNED_WORDS = 50_000;

    /** Words that are kept to be offered while a prompt is written. */
    private static final int OFFERED_WORDS = 4000;

    private static final Comparator<Map.Entry<String, Long>> MOST_FREQUENT =
            Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey());

    private final List<List<String>> words = new ArrayList<>();
    private final List<Long> wordCounts = new ArrayList<>();
    private final Map<Pair, Long> counts = new HashMap<>();
    private final Map<Pair, Set<Integer>> places = new HashMap<>();
    private final PriorityQueue<Ranked> queue =
            new PriorityQueue<>(
                    Comparator.comparingLong(Ranked::count)
                            .reversed()
                            .thenComparing(r -> r.pair().left())
                            .thenComparing(r -> r.pair().right()));

    /** A pair with the count that it had when it was queued. */
    private record Ranked(Pair pair, long count) {}

    private VocabularyLearner(Map<String, Long> frequencies) {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(frequencies.entrySet());
        sorted.sort(MOST_FREQUENT);
        for (Map.Entry<String, Long> word :
                sorted.subList(0, Math.min(sorted.size(), LEARNED_WORDS))) {
            List<String> pieces = BytePairs.bytes(ByteAlphabet.spell(word.getKey()));
            words.add(pieces);
            wordCounts.add(word.getValue());
            count(words.size() - 1, 1);
        }
        counts.forEach((pair, count) -> queue.add(new Ranked(pair, count)));
    }

    /**
     * Learns from captions.
     *
     * @param size entries of the vocabulary at most, at least {@link #SMALLEST}
     */
    public static ClipVocabulary learn(Iterable<String> captions, int size) {
        return learned(captions, size).vocabulary();
    }

    /**
     * What captions teach.
     *
     * @param words of the captions, the most frequent first
     */
    record Learned(ClipVocabulary vocabulary, List<String> words) {}

    static Learned learned(Iterable<String> captions, int size) {
        if (size < SMALLEST) {
            throw new IllegalArgumentException(
                    "A vocabulary of "
                            + size
                            + " entries cannot spell every text: at least "
                            + SMALLEST);
        }
        Map<String, Long> frequencies = frequencies(captions);
        List<String> words =
                frequencies.entrySet().stream()
                        .filter(word -> WholeWords.isWord(word.getKey()))
                        .sorted(MOST_FREQUENT)
                        .limit(OFFERED_WORDS)
                        .map(Map.Entry::getKey)
                        .toList();
        return new Learned(
                ClipVocabulary.ofMerges(new VocabularyLearner(frequencies).merges(size - SMALLEST)),
                words);
    }

    private static Map<String, Long> frequencies(Iterable<String> captions) {
        Map<String, Long> frequencies = new HashMap<>();
        int rare = 1;
        for (String caption : captions) {
            for (WordSplit.Word word : WordSplit.words(TextForm.HUGGING_FACE.clean(caption))) {
                if (word.text().length() <= LONGEST_WORD) {
                    frequencies.merge(word.text(), 1L, Long::sum);
                }
            }
            while (frequencies.size() > COUNTED_WORDS) {
                int limit = rare++;
                frequencies.values().removeIf(count -> count <= limit);
            }
        }
        return frequencies;
    }

    private List<Pair> merges(int most) {
        Set<Pair> merges = new LinkedHashSet<>();
        Set<String> made = new LinkedHashSet<>();
        while (made.size() < most && !queue.isEmpty()) {
            Ranked best = queue.remove();
            if (best.count() != counts.getOrDefault(best.pair(), 0L)) {
                continue;
            }
            merges.add(best.pair());
            made.add(best.pair().joined());
            join(best.pair());
        }
        return List.copyOf(merges);
    }

    private void join(Pair pair) {
        Set<Pair> changed = new LinkedHashSet<>();
        for (int word : List.copyOf(places.getOrDefault(pair, Set.of()))) {
            changed.addAll(count(word, -1));
            words.set(word, joined(words.get(word), pair));
            changed.addAll(count(word, 1));
        }
        for (Pair neighbour : changed) {
            long count = counts.getOrDefault(neighbour, 0L);
            if (count > 0) {
                queue.add(new Ranked(neighbour, count));
            }
        }
    }

    /** Adds ({@code sign} 1) or takes away (−1) the pairs of a word. */
    private List<Pair> count(int word, int sign) {
        List<String> pieces = words.get(word);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < pieces.size(); i++) {
            Pair pair = new Pair(pieces.get(i), pieces.get(i + 1));
            pairs.add(pair);
            long count = counts.merge(pair, sign * wordCounts.get(word), Long::sum);
            if (count == 0) {
                counts.remove(pair);
            }
            if (sign > 0) {
                places.computeIfAbsent(pair, p -> new LinkedHashSet<>()).add(word);
            } else {
                places.getOrDefault(pair, new LinkedHashSet<>()).remove(word);
            }
        }
        return pairs;
    }

    private static List<String> joined(List<String> pieces, Pair pair) {
        List<String> out = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            boolean here =
                    i + 1 < pieces.size()
                            && pieces.get(i).equals(pair.left())
                            && pieces.get(i + 1).equals(pair.right());
            out.add(here ? pair.joined() : pieces.get(i));
            if (here) {
                i++;
            }
        }
        return out;
    }
}
