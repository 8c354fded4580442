package ldmstudio.engine.evaluate;

/**
 * The eigenvalues of a symmetric matrix, rising: Householder's reflections make it tridiagonal,
 * then each eigenvalue is found by bisection, counting by Sturm's sequence how many lie below.
 *
 * <p>Accurate to rounding relative to the largest; n³ for the first part, n² for the second.
 *
 * <p>Source: G. H. Golub, C. F. Van Loan, "Matrix computations" (4th edition), 8.3.1 and 8.4.1.
 */
final class SymmetricEigenvalues {
    private static final int MOST_HALVINGS = 80;

    private SymmetricEigenvalues() {}

    static double[] of(double[][] symmetric) {
        int n = symmetric.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = symmetric[i].clone();
        }
        double[] beside = new double[n];
        for (int k = 0; k + 1 < n; k++) {
            beside[k + 1] = reflect(a, k);
        }
        double[] diagonal = new double[n];
        double bound = 0;
        for (int i = 0; i < n; i++) {
            diagonal[i] = a[i][i];
            double radius = Math.abs(beside[i]) + (i + 1 < n ? Math.abs(beside[i + 1]) : 0);
            bound = Math.max(bound, Math.abs(diagonal[i]) + radius);
        }
        double[] eigenvalues = new double[n];
        for (int i = 0; i < n; i++) {
            eigenvalues[i] = bisect(diagonal, beside, i, bound);
        }
        return eigenvalues;
    }

    /** Clears column k below its subdiagonal; returns the entry that stays there. */
    private static double reflect(double[][] a, int k) {
        int n = a.length;
        double squares = 0;
        for (int i = k + 1; i < n; i++) {
            squares += a[i][k] * a[i][k];
        }
        if (squares == 0) {
            return 0;
        }
        double kept = a[k + 1][k] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
        double[] v = new double[n];
        double length = 0;
        for (int i = k + 1; i < n; i++) {
            v[i] = a[i][k] - (i == k + 1 ? kept : 0);
            length += v[i] * v[i];
        }
        double beta = 2 / length;
        double[] p = new double[n];
        double half = 0;
        for (int i = k + 1; i < n; i++) {
            for (int j = k + 1; j < n; j++) {
                p[i] += beta * a[i][j] * v[j];
            }
            half += beta / 2 * p[i] * v[i];
        }
        for (int i = k + 1; i < n; i++) {
            p[i] -= half * v[i];
        }
        for (int i = k + 1; i < n; i++) {
            for (int j = k + 1; j < n; j++) {
                a[i][j] -= v[i] * p[j] + p[i] * v[j];
            }
        }
        return kept;
    }

    private static double bisect(double[] diagonal, double[] beside, int place, double bound) {
        double low = -bound;
        double high = bound;
        for (int i = 0; i < MOST_HALVINGS && high > low; i++) {
            double middle = low + (high - low) / 2;
            if (below(diagonal, beside, middle) > place) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low + (high - low) / 2;
    }

    /** How many eigenvalues are less than x. */
    private static int below(double[] diagonal, double[] beside, double x) {
        int count = 0;
        double q = 1;
        for (int i = 0; i < diagonal.length; i++) {
            double coupling = i == 0 ? 0 : beside[i] * beside[i] / q;
            q = diagonal[i] - x - coupling;
            if (q == 0) {
                q = Double.MIN_NORMAL;
            }
            count += q < 0 ? 1 : 0;
        }
        return count;
    }
}
