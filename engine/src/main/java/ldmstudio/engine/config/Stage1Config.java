package ldmstudio.engine.config;

/**
 * {@code stage: autoencoder}: pictures to latents and back, with reconstruction, KL, perceptual and
 * adversarial losses.
 */
public record Stage1Config(
        @Field(label = "Name", help = "Name of the run folder.") String name,
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
        implements RunConfig {}
