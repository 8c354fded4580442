package ldmstudio.engine.tensor;

/**
 * The matrices of a minimal filter F(m, r): m outputs of a filter of r taps from n = m + r − 1
 * products, y = Aᵀ [(G g) ⊙ (Bᵀ d)].
 *
 * <p>Output and filter are multiplied as polynomials that are known at n − 1 points and at infinity
 * (Cook and Toom); the transposed algorithm filters.
 *
 * <p>Blahut, 2010, Fast Algorithms for Signal Processing, section 5.2.
 *
 * @param output Aᵀ, m × n
 * @param weight G, n × r
 * @param input Bᵀ, n × n
 */
record MinimalFilter(double[][] output, double[][] weight, double[][] input) {

    /**
     * @param points n − 1 different numbers; infinity is added
     */
    static MinimalFilter of(int m, int r, double... points) {
        int n = m + r - 1;
        if (points.length != n - 1) {
            throw new IllegalArgumentException(
                    points.length + " points for F(" + m + ", " + r + "); it takes " + (n - 1));
        }
        double[][] output = new double[m][n];
        double[][] weight = new double[n][r];
        double[][] input = new double[n][];
        for (int i = 0; i < n - 1; i++) {
            double others = 1;
            for (int k = 0; k < n - 1; k++) {
                others *= k == i ? 1 : points[i] - points[k];
            }
            for (int j = 0; j < m; j++) {
                output[j][i] = Math.pow(points[i], j);
            }
            for (int j = 0; j < r; j++) {
                weight[i][j] = Math.pow(points[i], j) / others;
            }
            input[i] = product(n, points, i);
        }
        output[m - 1][n - 1] = 1;
        weight[n - 1][r - 1] = 1;
        input[n - 1] = product(n, points, -1);
        return new MinimalFilter(output, weight, input);
    }

    /** The coefficients of ∏ (x − p) over the points but one, lowest power first. */
    private static double[] product(int n, double[] points, int without) {
        double[] product = new double[n];
        product[0] = 1;
        for (int k = 0; k < points.length; k++) {
            if (k != without) {
                for (int power = n - 1; power >= 0; power--) {
                    product[power] =
                            (power == 0 ? 0 : product[power - 1]) - points[k] * product[power];
                }
            }
        }
        return product;
    }
}
