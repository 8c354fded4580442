package ldmstudio.engine.train;

import ldmstudio.engine.tensor.Noise;

/**
 * Which pictures of a batch do not show their condition, so that one network learns both answers
 * that guidance needs (Ho and Salimans, 2022, arXiv:2207.12598, algorithm 1). A function of {@code
 * (seed, batch, index)}.
 */
final class HiddenShare {
    private final Noise noise;
    private final double share;

    /**
     * @param purpose another for each kind of condition that is hidden by itself
     * @param share in [0, 1]
     */
    HiddenShare(long seed, String purpose, double share) {
        this.noise = new Noise(seed, purpose);
        this.share = share;
    }

    /**
     * Whether picture {@code index} of a batch hides its condition.
     *
     * @param batchNumber negative: nothing is hidden
     */
    boolean hides(long batchNumber, int index) {
        return batchNumber >= 0 && share > 0 && noise.uniform(batchNumber, index) < share;
    }
}
