package ldmstudio.engine.data;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Divides a source by its names: {@code train/a.png}, {@code val-0001.tar}, {@code
 * data/test-00000-of-00001.parquet}.
 *
 * <p>What is named val, valid, validation or dev is held out; what is named test only where there
 * is no such, and it is never trained on. Where no name says anything, or all say the same, a share
 * is held out by {@link HeldOut}.
 */
final class NamedParts {
    private enum Part {
        TRAIN,
        VALIDATION,
        TEST
    }

    /** A word that begins a folder's or file's name; digits may follow, as in COCO's val2017. */
    private static final Pattern VALIDATION =
            Pattern.compile("(^|/)(val|valid|validation|dev)(\\d*(/|$)|[-_.])");

    private static final Pattern TEST = Pattern.compile("(^|/)test(\\d*(/|$)|[-_.])");

    private NamedParts() {}

    /**
     * The part that is asked for.
     *
     * @param place where a picture's part is said: a folder or a file with forward slashes
     * @param key places a picture in or out of the share that is held out
     */
    static <T> List<T> part(
            List<T> all,
            Function<T, String> place,
            Function<T, String> key,
            double fraction,
            Split split) {
        if (split == Split.ALL) {
            return all;
        }
        Map<String, Part> known = new HashMap<>();
        Map<Part, Integer> counts = new EnumMap<>(Part.class);
        for (T each : all) {
            Part part = known.computeIfAbsent(place.apply(each), NamedParts::of);
            counts.merge(part, 1, Integer::sum);
        }
        if (counts.size() < 2 || !counts.containsKey(Part.TRAIN)) {
            return HeldOut.part(all, each -> StepHash.ofText(key.apply(each)), fraction, split);
        }
        Part wanted =
                split == Split.TRAIN
                        ? Part.TRAIN
                        : counts.containsKey(Part.VALIDATION) ? Part.VALIDATION : Part.TEST;
        return all.stream().filter(each -> known.get(place.apply(each)) == wanted).toList();
    }

    private static Part of(String place) {
        String lower = place.toLowerCase(Locale.ROOT);
        if (VALIDATION.matcher(lower).find()) {
            return Part.VALIDATION;
        }
        return TEST.matcher(lower).find() ? Part.TEST : Part.TRAIN;
    }
}
