package ldmstudio.engine.config;

/** Noise schedule, what is predicted, and the loss of stage 2. */
public record DiffusionConfig(
        @Field(label = "Timesteps", help = "Steps of the noise schedule.", min = 2, max = 100_000)
                int numTrainTimesteps,
        @Field(
                        label = "Schedule",
                        oneOf = {"linear", "scaled_linear", "cosine"},
                        help = "How the noise grows.")
                String betaSchedule,
        @Field(label = "First beta", help = "Not used by cosine.", min = 0, max = 1)
                double betaStart,
        @Field(label = "Last beta", help = "Not used by cosine.", min = 0, max = 1) double betaEnd,
        @Field(
                        label = "Predicts",
                        oneOf = {"epsilon", "sample", "v_prediction"},
                        help = "What the denoiser's output means.")
                String predictionType,
        @Field(
                        label = "Loss",
                        oneOf = {"mse", "l1", "huber"},
                        help = "Distance between prediction and target.")
                String loss,
        @Field(
                        label = "Huber delta",
                        help = "Where Huber turns from square to line.",
                        min = 1e-6,
                        max = 100,
                        advanced = true)
                double huberDelta,
        @Field(
                        label = "Loss buckets",
                        help = "Timestep ranges for which the loss is charted.",
                        min = 1,
                        max = 50,
                        advanced = true)
                int lossBuckets) {
    public DiffusionConfig {
        FieldChecks.require(
                DiffusionConfig.class,
                numTrainTimesteps,
                betaSchedule,
                betaStart,
                betaEnd,
                predictionType,
                loss,
                huberDelta,
                lossBuckets);
    }

    public static DiffusionConfig defaults() {
        return new DiffusionConfig(1000, "linear", 1e-4, 0.02, "epsilon", "mse", 0.1, 10);
    }
}
