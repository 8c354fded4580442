package ldmstudio.engine.config;

/** What the denoiser is told about the picture. */
public record ConditionConfig(
        @Field(
                        label = "Condition",
                        oneOf = {"none", "class"},
                        help = "none: unconditional. class: the picture's class.")
                String type,
        @Field(
                        label = "Dropout",
                        help =
                                "Share of training pictures whose condition is hidden; needed for guidance.",
                        min = 0,
                        max = 1)
                double conditionDropout) {
    public ConditionConfig {
        FieldChecks.require(ConditionConfig.class, type, conditionDropout);
    }

    public static ConditionConfig defaults() {
        return new ConditionConfig("none", 0.1);
    }
}
