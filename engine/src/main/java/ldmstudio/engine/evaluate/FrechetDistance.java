package ldmstudio.engine.evaluate;

/**
 * The distance of two Gaussians, {@code |μ₁-μ₂|² + tr Σ₁ + tr Σ₂ - 2 tr (Σ₁Σ₂)^½}; over features of
 * an Inception network this is FID.
 *
 * <p>{@code tr (Σ₁Σ₂)^½} is the sum of the square roots of the eigenvalues of {@code Lᵀ Σ₂ L} with
 * {@code Σ₁ = L Lᵀ}, which is symmetric and has the eigenvalues of {@code Σ₁Σ₂}.
 *
 * <p>Source: M. Heusel et al., "GANs trained by a two time-scale update rule" (2017),
 * arXiv:1706.08500, eq. 6. Differs from pytorch-fid in that no general matrix root is taken, so
 * covariances without full rank need no term on their diagonal.
 */
public final class FrechetDistance {
    /** Pivots below this part of the largest are the rounding of a rank that is missing. */
    private static final double LEAST_PIVOT = 1e-13;

    private FrechetDistance() {}

    /**
     * The distance.
     *
     * @throws IllegalArgumentException when the features differ in length
     */
    public static double of(FeatureStatistics first, FeatureStatistics second) {
        int d = first.mean().length;
        if (second.mean().length != d) {
            throw new IllegalArgumentException(
                    "features of %d and of %d numbers have no distance"
                            .formatted(d, second.mean().length));
        }
        double distance = 0;
        for (int i = 0; i < d; i++) {
            double shift = first.mean()[i] - second.mean()[i];
            distance += shift * shift + first.covariance()[i][i] + second.covariance()[i][i];
        }
        return distance - 2 * traceOfRoot(first.covariance(), second.covariance());
    }

    private static double traceOfRoot(double[][] first, double[][] second) {
        double[][] lower = cholesky(first);
        double[][] product = multiply(transposed(lower), multiply(second, lower));
        double trace = 0;
        for (double eigenvalue : SymmetricEigenvalues.of(product)) {
            trace += Math.sqrt(Math.max(0, eigenvalue));
        }
        return trace;
    }

    /** {@code L} with {@code L Lᵀ = a}, for a that is positive semidefinite. */
    private static double[][] cholesky(double[][] a) {
        int n = a.length;
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, a[i][i]);
        }
        double[][] lower = new double[n][n];
        for (int j = 0; j < n; j++) {
            double pivot = a[j][j] - dot(lower[j], lower[j], j);
            if (pivot <= LEAST_PIVOT * largest) {
                continue;
            }
            lower[j][j] = Math.sqrt(pivot);
            for (int i = j + 1; i < n; i++) {
                lower[i][j] = (a[i][j] - dot(lower[i], lower[j], j)) / lower[j][j];
            }
        }
        return lower;
    }

    private static double dot(double[] x, double[] y, int length) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }

    private static double[][] transposed(double[][] a) {
        double[][] result = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                result[j][i] = a[i][j];
            }
        }
        return result;
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        int n = a.length;
        double[][] result = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = a[i][k];
                for (int j = 0; j < n && factor != 0; j++) {
                    result[i][j] += factor * b[k][j];
                }
            }
        }
        return result;
    }
}
