package ldmstudio.engine.evaluate;

/**
 * {@code exp(mean KL(p(y|x) ‖ p(y)))}: high where each picture has a clear class and all classes
 * occur.
 *
 * <p>Source: T. Salimans et al., "Improved techniques for training GANs" (2016), arXiv:1606.03498,
 * section 4; of one split.
 */
public final class InceptionScore {
    private InceptionScore() {}

    /**
     * The score.
     *
     * @param logits {@code (n, classes)} row by row
     */
    public static double of(double[] logits, int classes) {
        int n = logits.length / classes;
        double[] p = new double[logits.length];
        double[] marginal = new double[classes];
        for (int i = 0; i < n; i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                largest = Math.max(largest, logits[i * classes + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                p[i * classes + c] = Math.exp(logits[i * classes + c] - largest);
                sum += p[i * classes + c];
            }
            for (int c = 0; c < classes; c++) {
                p[i * classes + c] /= sum;
                marginal[c] += p[i * classes + c] / n;
            }
        }
        double divergence = 0;
        for (int i = 0; i < p.length; i++) {
            divergence += p[i] == 0 ? 0 : p[i] * Math.log(p[i] / marginal[i % classes]) / n;
        }
        return Math.exp(divergence);
    }
}
