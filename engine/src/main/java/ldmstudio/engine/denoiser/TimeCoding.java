package ldmstudio.engine.denoiser;

import java.util.Locale;

/** How a UNet codes its timestep before the two layers that embed it. */
public enum TimeCoding {
    /** Sines and cosines of fixed frequencies. */
    POSITIONAL,
    /** Sines and cosines of fixed random frequencies. */
    FOURIER,
    /** A row of a learned table. */
    LEARNED;

    /** The configuration's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TimeCoding of(String word, boolean tableAllowed) {
        for (TimeCoding coding : values()) {
            if (coding.word().equals(word) && (tableAllowed || coding != LEARNED)) {
                return coding;
            }
        }
        throw new IllegalArgumentException(
                "time_embedding_type is '"
                        + word
                        + "', allowed are positional and fourier"
                        + (tableAllowed ? " and learned" : ""));
    }
}
