package ldmstudio.engine.denoiser;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a UNet turns a class label into a vector that is added to its timestep's embedding. */
public enum ClassCoding {
    /** No classes. */
    NONE,
    /** A row of a learned table, {@code (B)} int64. */
    TABLE,
    /** The label is coded like a timestep, {@code (B)}. */
    TIMESTEP,
    /** The label is the vector, {@code (B, E)}. */
    IDENTITY,
    /** The label is a vector that two layers project, {@code (B, D)}. */
    PROJECTION,
    /** The label is a vector that one layer projects, {@code (B, D)}. */
    SIMPLE_PROJECTION;

    /** The coding of a configuration's word; without a word a table, if it has entries. */
    static ClassCoding of(
            @Nullable String word, @Nullable Integer entries, boolean projectionsAllowed) {
        if (word == null) {
            return entries == null ? NONE : TABLE;
        }
        for (ClassCoding coding : values()) {
            boolean known =
                    coding == TIMESTEP
                            || coding == IDENTITY
                            || (projectionsAllowed
                                    && (coding == PROJECTION || coding == SIMPLE_PROJECTION));
            if (known && word.equals(coding.word())) {
                return coding;
            }
        }
        throw new IllegalArgumentException(
                "class_embed_type is '"
                        + word
                        + "', allowed are null, timestep, identity"
                        + (projectionsAllowed ? ", projection, simple_projection" : ""));
    }

    /** The configuration's word; null for none and for a table. */
    public @Nullable String word() {
        return this == NONE || this == TABLE ? null : name().toLowerCase(Locale.ROOT);
    }
}
