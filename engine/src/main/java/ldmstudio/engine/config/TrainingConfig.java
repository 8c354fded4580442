package ldmstudio.engine.config;

/** Optimizer, length, checkpoints and evaluation; the same keys in both stages. */
public record TrainingConfig(
        @Field(
                        label = "Batch size",
                        help = "Pictures a step and accumulation part.",
                        min = 1,
                        max = 65_536)
                int batchSize,
        @Field(
                        label = "Accumulation",
                        help = "Parts summed into one optimizer step.",
                        min = 1,
                        max = 4096)
                int gradientAccumulationSteps,
        @Field(
                        label = "Gradient checkpointing",
                        help = "Compute blocks twice instead of keeping them: less memory.",
                        advanced = true)
                boolean gradientCheckpointing,
        @Field(
                        label = "Steps",
                        unit = "steps",
                        help = "Optimizer steps of the whole run.",
                        min = 1,
                        max = 1e9,
                        live = true)
                int maxTrainSteps,
        @Field(
                        label = "Learning rate",
                        help = "Peak learning rate of AdamW.",
                        min = 0,
                        max = 1,
                        live = true)
                double learningRate,
        @Field(
                        label = "Rate schedule",
                        oneOf = {"constant", "constant_with_warmup", "linear", "cosine"},
                        help = "How the rate falls after warm-up.")
                String lrScheduler,
        @Field(
                        label = "Warm-up",
                        unit = "steps",
                        help = "Steps over which the rate rises from 0.",
                        min = 0,
                        max = 1e9)
                int lrWarmupSteps,
        @Field(
                        label = "Beta 1",
                        help = "Decay of AdamW's first moment.",
                        min = 0,
                        max = 0.99999,
                        advanced = true)
                double adamBeta1,
        @Field(
                        label = "Beta 2",
                        help = "Decay of AdamW's second moment.",
                        min = 0,
                        max = 0.999999,
                        advanced = true)
                double adamBeta2,
        @Field(label = "Epsilon", help = "AdamW's epsilon.", min = 1e-16, max = 1, advanced = true)
                double adamEpsilon,
        @Field(
                        label = "Weight decay",
                        help = "AdamW's decoupled weight decay.",
                        min = 0,
                        max = 10,
                        advanced = true)
                double weightDecay,
        @Field(
                        label = "Clip gradient",
                        help = "Largest gradient norm; 0: no clipping.",
                        min = 0,
                        max = 1e9)
                double maxGradNorm,
        @Field(
                        label = "EMA decay",
                        help = "Average of the weights used for samples; 0: none.",
                        min = 0,
                        max = 0.999999)
                double emaDecay,
        @Field(
                        label = "Log every",
                        unit = "steps",
                        help = "Steps between two points of a curve.",
                        min = 1,
                        max = 1e6,
                        advanced = true)
                int logEvery,
        @Field(
                        label = "Evaluate every",
                        unit = "steps",
                        help = "Steps between validations and previews.",
                        min = 1,
                        max = 1e9,
                        live = true)
                int evaluateEvery,
        @Field(label = "Previews", help = "Pictures in a preview.", min = 1, max = 256)
                int previewCount,
        @Field(
                        label = "Validation pictures",
                        help = "Held-out pictures of one validation.",
                        min = 1,
                        max = 1_000_000,
                        advanced = true)
                int validationCount,
        @Field(
                        label = "Checkpoint every",
                        unit = "steps",
                        help = "Steps between checkpoints.",
                        min = 1,
                        max = 1e9,
                        live = true)
                int checkpointEvery,
        @Field(label = "Keep last", help = "Checkpoints kept from the end.", min = 1, max = 10_000)
                int keepLast,
        @Field(
                        label = "Keep every",
                        unit = "steps",
                        help = "Checkpoints at multiples of this are kept for good; 0: none.",
                        min = 0,
                        max = 1e9)
                int keepEvery) {
    public TrainingConfig {
        FieldChecks.require(
                TrainingConfig.class,
                batchSize,
                gradientAccumulationSteps,
                gradientCheckpointing,
                maxTrainSteps,
                learningRate,
                lrScheduler,
                lrWarmupSteps,
                adamBeta1,
                adamBeta2,
                adamEpsilon,
                weightDecay,
                maxGradNorm,
                emaDecay,
                logEvery,
                evaluateEvery,
                previewCount,
                validationCount,
                checkpointEvery,
                keepLast,
                keepEvery);
    }

    public static TrainingConfig defaults() {
        return new TrainingConfig(
                8,
                1,
                false,
                10_000,
                1e-4,
                "constant_with_warmup",
                100,
                0.9,
                0.999,
                1e-8,
                0.01,
                1.0,
                0.999,
                10,
                500,
                8,
                64,
                1000,
                3,
                0);
    }

    /** A copy with one value replaced, by its key in snake case. */
    public TrainingConfig with(String key, Object value) {
        return (TrainingConfig) ConfigPath.with(this, key, value);
    }
}
