package ldmstudio.engine.config;

/**
 * {@code stage: diffusion}: a denoiser on cached latents, or on pixels when {@code autoencoder} is
 * {@code none}.
 */
@Word("diffusion")
public record Stage2Config(
        @Field(
                        label = "Name",
                        help = "Name of the run folder.",
                        pattern = RunConfig.NAME_PATTERN,
                        allowed = RunConfig.NAME_ALLOWED)
                String name,
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
                        pick = Field.Pick.FOLDER,
                        pattern = "(?s).*\\S.*",
                        allowed = "a run or checkpoint folder, or none",
                        help =
                                "A stage-1 run folder or checkpoint folder; 'none' trains on pixels (DDPM).")
                String autoencoder,
        @Field(
                        label = "Begin from",
                        pick = Field.Pick.FOLDER,
                        help =
                                "A stage-2 run, checkpoint, diffusers folder or file whose weights the training goes on from; empty: fresh weights.")
                String initFrom,
        @Field(label = "Latents", help = "How the latents are kept and scaled.")
                LatentConfig latents,
        @Field(label = "Denoiser", help = "The network that takes the noise away.")
                DenoiserConfig denoiser,
        @Field(label = "Diffusion", help = "Noise schedule, what is predicted, and the loss.")
                DiffusionConfig diffusion,
        @Field(label = "Condition", help = "What the denoiser is told about the picture.")
                ConditionConfig condition,
        @Field(
                        label = "Distillation",
                        help = "Learning to draw in 1 to 4 steps from a trained model.")
                DistillationConfig distillation,
        @Field(label = "Sampling", help = "How the samples of every evaluation are drawn.")
                SamplingConfig sampling,
        @Field(label = "Training", help = "Optimizer, length, checkpoints and evaluation.")
                TrainingConfig training)
        implements RunConfig {
    public Stage2Config {
        FieldChecks.require(
                Stage2Config.class,
                name,
                seed,
                machine,
                data,
                autoencoder,
                initFrom,
                latents,
                denoiser,
                diffusion,
                condition,
                distillation,
                sampling,
                training);
    }

    /** A copy with another diffusion. */
    public Stage2Config withDiffusion(DiffusionConfig other) {
        return (Stage2Config) ConfigPath.with(this, "diffusion", other);
    }

    /** An unconditional denoiser on the latents of the default autoencoder run. */
    public static Stage2Config defaults() {
        return new Stage2Config(
                "diffusion",
                0,
                MachineConfig.defaults(),
                DrawnData.Shapes.defaults(),
                "runs/autoencoder",
                "",
                LatentConfig.defaults(),
                UNetConfig.defaults(),
                DiffusionConfig.defaults(),
                ConditionConfig.defaults(),
                DistillationConfig.defaults(),
                SamplingConfig.defaults(),
                TrainingConfig.defaults());
    }
}
