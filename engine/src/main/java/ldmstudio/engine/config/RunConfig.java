package ldmstudio.engine.config;

/**
 * Everything that decides a training run; chosen by the key {@code stage}: {@code autoencoder} or
 * {@code diffusion}.
 */
public sealed interface RunConfig permits Stage1Config, Stage2Config {
    /** Name of the run folder. */
    String name();

    /** Seed of every random number of the run. */
    long seed();

    MachineConfig machine();

    DataConfig data();

    TrainingConfig training();
}
