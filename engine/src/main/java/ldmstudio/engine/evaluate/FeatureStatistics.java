package ldmstudio.engine.evaluate;

/**
 * Mean and covariance of feature vectors: {@code μ = Σ x / n}, {@code Σ = Σ (x-μ)(x-μ)ᵀ / (n-1)}.
 *
 * @param mean {@code (d)}
 * @param covariance {@code (d, d)}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FeatureStatistics(double[] mean, double[][] covariance) {
    /**
     * Those of some features.
     *
     * @param features {@code (n, d)} row by row
     * @throws IllegalArgumentException for fewer than two vectors
     */
    public static FeatureStatistics of(double[] features, int d) {
        int n = features.length / d;
        if (n < 2 || n * d != features.length) {
            throw new IllegalArgumentException(
                    "%d numbers are not two or more vectors of %d".formatted(features.length, d));
        }
        double[] mean = new double[d];
        for (int i = 0; i < features.length; i++) {
            mean[i % d] += features[i] / n;
        }
        double[][] covariance = new double[d][d];
        double[] centred = new double[d];
        for (int row = 0; row < n; row++) {
            for (int i = 0; i < d; i++) {
                centred[i] = features[row * d + i] - mean[i];
            }
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += centred[i] * centred[j];
                }
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= n - 1;
                covariance[j][i] = covariance[i][j];
            }
        }
        return new FeatureStatistics(mean, covariance);
    }
}
