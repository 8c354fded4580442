package ldmstudio.engine.autoencoder;

/**
 * How often each code was chosen.
 *
 * <p>Usage is the share of codes that were chosen at all; perplexity is exp(−Σ p log p) with p the
 * shares of the choices: K where all codes are equally frequent, 1 where one takes all. Jelinek et
 * al., 1977; for codebooks van den Oord et al., 2017, arXiv:1711.00937.
 */
public final class CodeCounts {
    private final long[] counts;
    private long total;

    /**
     * @param size codes, K
     */
    public CodeCounts(int size) {
        counts = new long[size];
    }

    /**
     * Counts choices.
     *
     * @throws IllegalArgumentException for a code that there is not
     */
    public void add(long[] indices) {
        for (long index : indices) {
            if (index < 0 || index >= counts.length) {
                throw new IllegalArgumentException(
                        "There is no code " + index + "; there are 0 to " + (counts.length - 1));
            }
            counts[(int) index]++;
        }
        total += indices.length;
    }

    public int size() {
        return counts.length;
    }

    /** All choices. */
    public long total() {
        return total;
    }

    public long count(int code) {
        return counts[code];
    }

    /** Between 0 and 1. */
    public double usage() {
        long chosen = 0;
        for (long count : counts) {
            chosen += count > 0 ? 1 : 0;
        }
        return (double) chosen / counts.length;
    }

    /** Between 1 and K; 1 before any choice. */
    public double perplexity() {
        double entropy = 0;
        for (long count : counts) {
            if (count > 0) {
                double share = (double) count / total;
                entropy -= share * Math.log(share);
            }
        }
        return Math.exp(entropy);
    }
}
