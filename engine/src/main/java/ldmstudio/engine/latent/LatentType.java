package ldmstudio.engine.latent;

/** How the numbers of latents are kept on disk. */
public enum LatentType {
    /** As the autoencoder gave them: moments, where it is variational. */
    FLOAT32("float32", ""),
    /** One sample of the posterior, a byte a number, see {@link Uint8Latents}. */
    UINT8("uint8", "-uint8");

    private final String word;
    private final String suffix;

    LatentType(String word, String suffix) {
        this.word = word;
        this.suffix = suffix;
    }

    /**
     * The type that a configuration names.
     *
     * @throws IllegalArgumentException for an unknown word
     */
    public static LatentType of(String word) {
        for (LatentType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "latent_dtype is '" + word + "', allowed are float32 and uint8");
    }

    /** The word of configurations and of a cache's header. */
    public String word() {
        return word;
    }

    /** The name of a cache's folder: the same pictures may lie there in either type. */
    String folderName(LatentKey key) {
        return key.folderName() + suffix;
    }
}
