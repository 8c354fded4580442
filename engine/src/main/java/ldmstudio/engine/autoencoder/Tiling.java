package ldmstudio.engine.autoencoder;

import java.util.Locale;

/**
 * Whether an autoencoder computes large pictures in parts, see {@link
 * ldmstudio.engine.nn.PictureRows}. Those of ExplainingAI, and all on a GPU, are computed whole.
 */
public enum Tiling {
    /** Where the whole would take more than {@link Autoencoder#LIMIT}. */
    AUTO,
    /** Every picture from 128 px on. */
    ON,
    /** Never. */
    OFF;

    /**
     * The tiling that a configuration word names.
     *
     * @throws IllegalArgumentException for another word
     */
    public static Tiling of(String word) {
        for (Tiling tiling : values()) {
            if (tiling.word().equals(word)) {
                return tiling;
            }
        }
        throw new IllegalArgumentException(
                "vae_tiling is '" + word + "', allowed are auto, on and off");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
