package ldmstudio.engine.config;

/**
 * {@code stage: diffusion}: a denoiser on cached latents, or on pixels when {@code autoencoder} is
 * {@code none}.
 */
public record Stage2Config(
        @Field(label = "Name", help = "Name of the run folder.") String name,
        @Field(
                        label = "Seed",
                        help =
                                "The same seed gives the same run, bit for bit, on the same machine.")
                long seed,
        @Field(label = "Machine", help = "Where and how the arithmetic is done.")
                MachineConfig machine,
        @Field(label = "Data", help = "The pictures; the same as the autoencoder saw, or others.")
                DataConfig data,
        @Field(
                        label = "Autoencoder",
                        help =
                                "A stage-1 run folder or checkpoint folder; 'none' trains on pixels (DDPM).")
                String autoencoder,
        @Field(label = "Denoiser", help = "The UNet's shape.") UNetConfig denoiser,
        @Field(label = "Diffusion", help = "Noise schedule, what is predicted, and the loss.")
                DiffusionConfig diffusion,
        @Field(label = "Condition", help = "What the denoiser is told about the picture.")
                ConditionConfig condition,
        @Field(label = "Sampling", help = "How the samples of every evaluation are drawn.")
                SamplingConfig sampling,
        @Field(label = "Training", help = "Optimizer, length, checkpoints and evaluation.")
                TrainingConfig training)
        implements RunConfig {}
