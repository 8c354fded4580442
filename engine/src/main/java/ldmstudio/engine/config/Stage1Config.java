package ldmstudio.engine.config;

/**
 * {@code stage: autoencoder}: pictures to latents and back, with reconstruction, KL, perceptual and
 * adversarial losses.
 */
@Word("autoencoder")
public record Stage1Config(
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
        @Field(label = "Data", help = "The pictures.") DataConfig data,
        @Field(label = "Autoencoder", help = "The network's shape (ldm.yaml).")
                AutoencoderConfig autoencoder,
        @Field(label = "Loss", help = "Reconstruction, KL and perceptual terms.")
                ReconstructionConfig loss,
        @Field(label = "Discriminator", help = "The PatchGAN and when it starts.")
                DiscriminatorConfig discriminator,
        @Field(label = "Training", help = "Optimizer, length, checkpoints and evaluation.")
                TrainingConfig training)
        implements RunConfig {
    public Stage1Config {
        FieldChecks.require(
                Stage1Config.class,
                name,
                seed,
                machine,
                data,
                autoencoder,
                loss,
                discriminator,
                training);
    }

    /** A KL autoencoder on the built-in shapes, with the published shape of the network. */
    public static Stage1Config defaults() {
        return new Stage1Config(
                "autoencoder",
                0,
                MachineConfig.defaults(),
                DrawnData.Shapes.defaults(),
                AutoencoderConfig.defaults(),
                ReconstructionConfig.defaults(),
                DiscriminatorConfig.defaults(),
                TrainingConfig.defaults());
    }
}
