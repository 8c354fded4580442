package ldmstudio.engine.config;

/**
 * {@code stage: text_encoder}: a text encoder that learns beside a small image tower which caption
 * belongs to which picture; a diffusion run can then name it as {@code condition.text_encoder}.
 */
@Word("text_encoder")
public record TextStageConfig(
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
        @Field(label = "Data", help = "Pictures with captions.") DataConfig data,
        @Field(label = "Text encoder", help = "The network that is kept.")
                TextTowerConfig textEncoder,
        @Field(label = "Image tower", help = "The network that helps to train it.")
                ImageTowerConfig imageEncoder,
        @Field(label = "Training", help = "Optimizer, length, checkpoints and evaluation.")
                TrainingConfig training)
        implements RunConfig {
    public TextStageConfig {
        FieldChecks.require(
                TextStageConfig.class,
                name,
                seed,
                machine,
                data,
                textEncoder,
                imageEncoder,
                training);
    }

    /** A small text encoder on the captions of the built-in shapes. */
    public static TextStageConfig defaults() {
        return new TextStageConfig(
                "text-encoder",
                0,
                MachineConfig.defaults(),
                DrawnData.Shapes.defaults(),
                TextTowerConfig.defaults(),
                ImageTowerConfig.defaults(),
                TrainingConfig.defaults());
    }
}
