package ldmstudio.engine.autoencoder;

import java.util.Map;

/** What a program needs to know of an autoencoder's shape, whatever its family. */
public interface AutoencoderSizes {
    int inChannels();

    int outChannels();

    /** Channels of what diffusion works on. */
    int latentChannels();

    /** Pixels of a side per latent pixel. */
    int factor();

    /** Side of the pictures that it was trained on. */
    int sampleSize();

    /** Latents are multiplied by it before diffusion. */
    double scalingFactor();

    /** Latents are reduced by it before they are scaled. */
    default double shiftFactor() {
        return 0;
    }

    /** Its {@code config.json}, from which {@link Autoencoders#fromConfig} makes its like. */
    Map<String, Object> toMap();
}
