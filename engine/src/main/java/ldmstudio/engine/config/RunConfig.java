package ldmstudio.engine.config;

/**
 * Everything that decides a training run; chosen by the key {@code stage}: {@code autoencoder},
 * {@code diffusion} or {@code text_encoder}.
 */
public sealed interface RunConfig permits Stage1Config, Stage2Config, TextStageConfig {
    /** A folder name on every system: no separators, no leading dot, no trailing dot or blank. */
    String NAME_PATTERN = "(?![. ])[^<>:\"/\\\\|?*\\p{Cntrl}]{0,99}[^<>:\"/\\\\|?*\\p{Cntrl}. ]";

    /** {@link #NAME_PATTERN} in words. */
    String NAME_ALLOWED = "a folder name of at most 100 characters without / \\ : * ? \" < > |";

    /** Name of the run folder. */
    String name();

    /** Seed of every random number of the run. */
    long seed();

    MachineConfig machine();

    DataConfig data();

    TrainingConfig training();
}
