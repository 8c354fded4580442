package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Something that a grid can vary.
 *
 * @param key as it is written
 * @param label for people
 * @param help what its values are
 * @param texts whether values are texts parted by bars, else words and numbers parted by commas
 */
public record GridKey(String key, String label, String help, boolean texts) {
    public static final String PROMPT = "prompt";
    public static final String REPLACE = "prompt.replace";
    public static final String CLASS = "class";
    public static final String MODEL = "model";
    public static final String STRENGTH = "from.strength";
    public static final String VARIATION = "variation";

    /** Keys of sampling that no single picture has. */
    private static final Set<String> NOT_OF_ONE_PICTURE = Set.of("prompts", "count");

    /** All, those that are asked for most first. */
    public static List<GridKey> all() {
        List<GridKey> keys = new ArrayList<>();
        keys.add(
                new GridKey(
                        PROMPT, "Prompt", "Whole prompts, parted by | such as a cat|a dog", true));
        keys.add(
                new GridKey(
                        REPLACE,
                        "Prompt: replace",
                        "The first text is looked for in the prompt and replaced by the others:"
                                + " circle|star|square",
                        true));
        keys.add(new GridKey(CLASS, "Class", "Names or numbers of classes, or all", false));
        keys.add(
                new GridKey(
                        MODEL,
                        "Checkpoint",
                        "Steps of the run (1000, 2000 or 1000-5000:+1000 or all) or paths",
                        false));
        keys.add(
                new GridKey(
                        STRENGTH,
                        "Strength",
                        "Share drawn anew from the picture to start from, 0 to 1: 0.3-0.9 [4]",
                        false));
        keys.add(
                new GridKey(
                        VARIATION,
                        "Variation",
                        "How far the noise is turned to the variation seed's, 0 to 1",
                        false));
        for (FieldInfo field : FormModel.of(SamplingConfig.class)) {
            if (!NOT_OF_ONE_PICTURE.contains(field.key())) {
                boolean texts = field.kind() == FieldInfo.Kind.TEXT;
                keys.add(new GridKey(field.key(), field.label(), help(field, texts), texts));
            }
        }
        return keys;
    }

    private static String help(FieldInfo field, boolean texts) {
        return switch (field.kind()) {
            case CHOICE -> "Some of " + String.join(", ", field.oneOf()) + ", or all";
            case SWITCH -> "true, false";
            case WHOLE_NUMBER -> "Whole numbers: 2, 4, 8 or 1-10:+3. " + field.help();
            case NUMBER -> "Numbers: 1, 2.5, 5 or 0-1 [5]. " + field.help();
            default -> (texts ? "Texts parted by |. " : "") + field.help();
        };
    }
}
