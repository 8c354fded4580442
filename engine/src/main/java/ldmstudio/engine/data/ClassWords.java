package ldmstudio.engine.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Turns what a source says of each picture's class into labels: numbers are labels already, other
 * words are numbered in their order.
 */
final class ClassWords {
    private static final int MOST_CLASSES = 100_000;

    private final List<String> names;
    private final Map<String, Integer> labels;

    private ClassWords(List<String> names, Map<String, Integer> labels) {
        this.names = names;
        this.labels = labels;
    }

    /**
     * The classes that occur.
     *
     * @param words one a picture, empty where none is said
     * @param classNames comma-separated names for numbers, or blank
     * @throws DataException when there are fewer names than numbers, or names for words
     */
    static ClassWords of(List<String> words, String classNames) {
        TreeSet<String> distinct = new TreeSet<>(words);
        distinct.remove("");
        if (distinct.isEmpty()) {
            return new ClassWords(List.of(), Map.of());
        }
        Map<String, Integer> labels = new HashMap<>();
        if (distinct.stream().allMatch(word -> word.matches("\\d{1,9}"))) {
            distinct.forEach(word -> labels.put(word, Integer.parseInt(word)));
            int count = labels.values().stream().mapToInt(n -> n).max().orElse(0) + 1;
            return new ClassWords(numbered(count, classNames), labels);
        }
        if (!classNames.isBlank()) {
            throw new DataException(
                    "class_names gives names to numbers, but the classes are words already, such as '%s'; empty it."
                            .formatted(distinct.first()));
        }
        List<String> names = List.copyOf(distinct);
        for (int i = 0; i < names.size(); i++) {
            labels.put(names.get(i), i);
        }
        return new ClassWords(names, labels);
    }

    private static List<String> numbered(int count, String classNames) {
        if (count > MOST_CLASSES) {
            throw new DataException(
                    "The classes run up to %d; more than %d are taken for a mistake."
                            .formatted(count - 1, MOST_CLASSES));
        }
        if (classNames.isBlank()) {
            return IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }
        List<String> given = Arrays.stream(classNames.split(",", -1)).map(String::strip).toList();
        if (given.size() < count) {
            throw new DataException(
                    "class_names lists %d names, but the labels run from 0 to %d; list %d names."
                            .formatted(given.size(), count - 1, count));
        }
        return given;
    }

    /** Class names by label; empty where no class was said. */
    List<String> names() {
        return names;
    }

    /** The label of a word, or -1. */
    int label(String word) {
        return labels.getOrDefault(word, -1);
    }
}
