package ldmstudio.engine.nn;

/**
 * What the {@link StackedBlock}s of one network have in common.
 *
 * @param normGroups groups of every norm
 * @param heads attention heads
 * @param timeWidth width of the timestep's embedding; 0: the network knows no timestep
 * @param contextWidth width of the tokens that cross-attention reads; 0: no cross-attention
 */
public record StackStyle(int normGroups, int heads, int timeWidth, int contextWidth) {
    public StackStyle {
        if (normGroups < 1 || heads < 1 || timeWidth < 0 || contextWidth < 0) {
            throw new IllegalArgumentException(
                    "norm_channels and num_heads must be at least 1, the widths at least 0, but are "
                            + normGroups
                            + ", "
                            + heads
                            + ", "
                            + timeWidth
                            + ", "
                            + contextWidth);
        }
    }

    /** Neither timestep nor context: what an autoencoder wants. */
    public static StackStyle plain(int normGroups, int heads) {
        return new StackStyle(normGroups, heads, 0, 0);
    }
}
