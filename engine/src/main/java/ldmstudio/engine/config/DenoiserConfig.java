package ldmstudio.engine.config;

/** The shape of the denoiser; chosen by the key {@code type}, a UNet when it is left out. */
@TypeOptional
public sealed interface DenoiserConfig
        permits UNetConfig, EaiUNetConfig, TransformerConfig, DiTConfig {
    /** Side of the pictures where there is no autoencoder; 0: the autoencoder's. */
    int imgSize();

    /** Channels of the pictures where there is no autoencoder; 0: the autoencoder's. */
    int inChannels();
}
