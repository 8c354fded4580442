package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a grid is checked against.
 *
 * @param text whether the model listens to text
 * @param classes names of its classes; empty: none
 * @param samplers words of the samplers that draw from it; empty: not known
 * @param checkpoints paths of the run's checkpoints by step; empty: it is no run
 * @param isThere whether there is something at a path
 */
public record GridFacts(
        boolean text,
        List<String> classes,
        List<String> samplers,
        Map<Long, String> checkpoints,
        Predicate<String> isThere) {
    public GridFacts {
        classes = List.copyOf(classes);
        samplers = List.copyOf(samplers);
        checkpoints = new TreeMap<>(checkpoints);
    }

    /**
     * The facts in a worker's description of a loaded model.
     *
     * @param description keys {@code text}, {@code classes}, {@code samplers}
     */
    public static GridFacts of(
            Map<String, Object> description,
            Map<Long, String> checkpoints,
            Predicate<String> isThere) {
        return new GridFacts(
                Boolean.TRUE.equals(description.get("text")),
                words(description.get("classes")),
                words(description.get("samplers")),
                checkpoints,
                isThere);
    }

    private static List<String> words(@org.jspecify.annotations.Nullable Object list) {
        List<String> words = new ArrayList<>();
        if (list instanceof List<?> entries) {
            entries.forEach(entry -> words.add(String.valueOf(entry)));
        }
        return words;
    }

    /** The label of a class by its name or number; -1 where there is none of that name. */
    public int label(String word) {
        int named = classes.indexOf(word.strip());
        if (named >= 0) {
            return named;
        }
        boolean number = word.strip().matches("\\d{1,6}");
        int label = number ? Integer.parseInt(word.strip()) : -1;
        return label < classes.size() ? label : -1;
    }
}
