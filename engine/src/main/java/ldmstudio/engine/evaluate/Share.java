package ldmstudio.engine.evaluate;

/**
 * A share that was counted, with what chance leaves open of it.
 *
 * <p>The interval is Wilson's: {@code (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)} with z =
 * 1.96, which stays inside [0, 1] and is right near its ends too.
 *
 * <p>Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference"
 * (1927).
 *
 * @param right cases that agree
 * @param total all cases
 */
public record Share(int right, int total) {
    private static final double Z = 1.959963984540054;

    public Share {
        if (right < 0 || total < right) {
            throw new IllegalArgumentException(right + " of " + total + " is no share");
        }
    }

    /** The share itself, 0 of nothing. */
    public double value() {
        return total == 0 ? 0 : (double) right / total;
    }

    /** Lower end of the 95 % interval. */
    public double low() {
        // Rounding must not put the end beyond the share itself.
        return total == 0 ? 0 : Math.min(value(), Math.max(0, centre() - half()));
    }

    /** Upper end of the 95 % interval. */
    public double high() {
        return total == 0 ? 1 : Math.max(value(), Math.min(1, centre() + half()));
    }

    private double centre() {
        double n = total;
        return (value() + Z * Z / (2 * n)) / (1 + Z * Z / n);
    }

    private double half() {
        double n = total;
        double p = value();
        return Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
    }
}
