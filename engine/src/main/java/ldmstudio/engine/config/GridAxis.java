package ldmstudio.engine.config;

/** What is varied along one side of a grid of pictures. */
public record GridAxis(
        @Field(
                        label = "What",
                        help =
                                "A key of sampling, or prompt, prompt.replace, class, model, from.strength, variation; empty: nothing.")
                String key,
        @Field(
                        label = "Values",
                        help =
                                "Numbers and words: 1, 3, 5 or ranges 1-10:+3 or 0-1 [5]. Texts are parted by |; of prompt.replace the first is what is looked for.")
                String values) {
    /** Nothing is varied. */
    public static final GridAxis NONE = new GridAxis("", "");

    public GridAxis {
        FieldChecks.require(GridAxis.class, key, values);
        key = key.strip();
    }

    public static GridAxis defaults() {
        return NONE;
    }

    public boolean isNone() {
        return key.isEmpty();
    }
}
