package ldmstudio.engine.train;

import java.util.StringJoiner;
import ldmstudio.engine.tensor.Noise;

/**
 * Which pictures of a batch do not show their condition, so that one network learns both answers
 * that guidance needs (Ho and Salimans, 2022, arXiv:2207.12598, algorithm 1). A function of {@code
 * (seed, batch, index)}.
 */
final class HiddenShare {
    /** Words of a caption that are counted apart; more than any encoder reads. */
    private static final int LONGEST = 4096;

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
     * A caption without a share of its words, so that none is learned only beside others (the tag
     * dropout of the fine-tuning tools).
     *
     * @param batchNumber negative: nothing is left out
     */
    String words(String caption, long batchNumber, int index) {
        if (batchNumber < 0 || share == 0) {
            return caption;
        }
        StringJoiner kept = new StringJoiner(" ");
        String[] words = caption.strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            if (noise.uniform(batchNumber, (long) index * LONGEST + i) >= share) {
                kept.add(words[i]);
            }
        }
        return kept.toString();
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
