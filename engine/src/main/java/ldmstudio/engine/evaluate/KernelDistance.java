package ldmstudio.engine.evaluate;

/**
 * The squared maximum mean discrepancy of two sets of features with the kernel {@code k(x, y) =
 * (x·y / d + 1)³}, without bias: {@code Σ_{i≠j} [k(xᵢ,xⱼ) + k(yᵢ,yⱼ)] / (m(m-1)) - 2 Σ k(xᵢ,yⱼ) /
 * m²}; over features of an Inception network this is KID on one subset.
 *
 * <p>Source: M. Bińkowski et al., "Demystifying MMD GANs" (2018), arXiv:1801.01401, section 4.
 */
public final class KernelDistance {
    private KernelDistance() {}

    /**
     * The distance of the first {@code m} vectors of both, m being the smaller count.
     *
     * @param x {@code (n₁, d)} row by row
     * @param y {@code (n₂, d)}
     */
    public static double of(double[] x, double[] y, int d) {
        int m = Math.min(x.length, y.length) / d;
        if (m < 2) {
            throw new IllegalArgumentException("a kernel distance needs two vectors or more");
        }
        double within = 0;
        double between = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                if (i != j) {
                    within += kernel(x, i, x, j, d) + kernel(y, i, y, j, d);
                }
                between += kernel(x, i, y, j, d);
            }
        }
        return within / ((double) m * (m - 1)) - 2 * between / ((double) m * m);
    }

    private static double kernel(double[] x, int i, double[] y, int j, int d) {
        double dot = 0;
        for (int k = 0; k < d; k++) {
            dot += x[i * d + k] * y[j * d + k];
        }
        double base = dot / d + 1;
        return base * base * base;
    }
}
