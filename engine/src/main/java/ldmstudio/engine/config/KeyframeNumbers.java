package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of sampling that can go gradually from one keyframe's to another's. */
public final class KeyframeNumbers {
    private KeyframeNumbers() {}

    /** Their keys: everything in {@link SamplingConfig} that may have any value of a range. */
    public static List<String> keys() {
        return RecordSchema.of(SamplingConfig.class).components().stream()
                .filter(component -> component.type() == double.class)
                .map(RecordSchema.Component::key)
                .toList();
    }

    /**
     * How a keyframe is drawn: the walk's sampling with the keyframe's own seed, texts and numbers.
     *
     * @throws ConfigException naming the word of {@link Keyframe#numbers} that is not allowed
     */
    public static SamplingConfig of(Keyframe keyframe, SamplingConfig sampling) {
        SamplingConfig how = sampling.with("seed", keyframe.seed());
        if (keyframe.guidanceScale() >= 0) {
            how = how.with("guidance_scale", keyframe.guidanceScale());
        }
        if (!keyframe.negativePrompt().isBlank()) {
            how = how.with("negative_prompt", keyframe.negativePrompt());
        }
        for (Map.Entry<String, String> number : parse(keyframe.numbers()).entrySet()) {
            how = how.with(number.getKey(), number.getValue());
        }
        return how;
    }

    private static Map<String, String> parse(String text) {
        Map<String, String> numbers = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (String word : text.split("[,;]", -1)) {
            if (word.isBlank()) {
                continue;
            }
            int equals = word.indexOf('=');
            String key = equals < 0 ? word.strip() : word.substring(0, equals).strip();
            if (equals < 0 || !keys().contains(key)) {
                Problem problem =
                        Problem.of(
                                "numbers",
                                word.strip(),
                                equals < 0 ? "has no key and value" : "names no number of sampling",
                                "key=value with one of " + String.join(", ", keys()));
                problems.add(
                        equals < 0
                                ? problem
                                : problem.withNearestKey(NearestKey.of(key, keys(), keys())));
                continue;
            }
            numbers.put(key, word.substring(equals + 1).strip());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return numbers;
    }
}
