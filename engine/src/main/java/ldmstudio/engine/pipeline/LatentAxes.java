package ldmstudio.engine.pipeline;

import java.util.Arrays;

/**
 * The three directions in which latents vary most, so that more than three channels can be shown as
 * one picture in colours.
 *
 * <p>y_k = Σ_c a_kc · x_c with the three principal axes a_1, a_2, a_3 of the channels' second
 * moments E[x xᵀ]. The axes are orthonormal: what has a standard deviation of 1 in every channel,
 * such as noise, has it in every colour, so that one scale still does for all steps.
 *
 * <p>Shapes: (C, h, w) to (3, h, w). Axes are those of one state and are kept for a whole sampling,
 * else equal numbers would change their colour from step to step.
 *
 * <p>Source: the cyclic method of Jacobi (1846), as in Golub and Van Loan, Matrix Computations,
 * 8.5; each axis points to where its largest component is positive.
 */
public final class LatentAxes {
    private static final int SHOWN = 3;
    private static final int SWEEPS = 30;

    /** (3, C); empty: channels are colours as they are. */
    private final double[][] axes;

    private LatentAxes(double[][] axes) {
        this.axes = axes;
    }

    /** The axes of latents; of three channels or fewer, the channels themselves. */
    public static LatentAxes of(Planes latents) {
        int channels = latents.channels();
        if (channels <= SHOWN) {
            return new LatentAxes(new double[0][]);
        }
        int plane = latents.height() * latents.width();
        double[][] moments = new double[channels][channels];
        for (int a = 0; a < channels; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int i = 0; i < plane; i++) {
                    sum +=
                            (double) latents.values()[a * plane + i]
                                    * latents.values()[b * plane + i];
                }
                moments[a][b] = sum / plane;
                moments[b][a] = sum / plane;
            }
        }
        return new LatentAxes(principal(moments));
    }

    /** Whether colours are mixed from several channels. */
    public boolean mixes() {
        return axes.length > 0;
    }

    /** Latents {@code (C, h, w)} in these directions. */
    public Planes project(Planes latents) {
        if (axes.length == 0) {
            return latents;
        }
        int plane = latents.height() * latents.width();
        float[] colours = new float[SHOWN * plane];
        for (int k = 0; k < SHOWN; k++) {
            for (int i = 0; i < plane; i++) {
                double sum = 0;
                for (int c = 0; c < latents.channels(); c++) {
                    sum += axes[k][c] * latents.values()[c * plane + i];
                }
                colours[k * plane + i] = (float) sum;
            }
        }
        return new Planes(colours, SHOWN, latents.height(), latents.width());
    }

    private static double[][] principal(double[][] symmetric) {
        int size = symmetric.length;
        double[][] a = symmetric;
        double[][] v = new double[size][size];
        for (int i = 0; i < size; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (x, y) -> Double.compare(a[y][y], a[x][x]));
        double[][] axes = new double[SHOWN][size];
        for (int k = 0; k < SHOWN; k++) {
            double largest = 0;
            for (int c = 0; c < size; c++) {
                axes[k][c] = v[c][order[k]];
                largest = Math.abs(axes[k][c]) > Math.abs(largest) ? axes[k][c] : largest;
            }
            for (int c = 0; largest < 0 && c < size; c++) {
                axes[k][c] = -axes[k][c];
            }
        }
        return axes;
    }

    /** Turns the plane of p and q so that a_pq becomes 0. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (Math.abs(a[p][q]) < 1e-300) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cos = 1 / Math.sqrt(t * t + 1);
        double sin = t * cos;
        for (int k = 0; k < a.length; k++) {
            double akp = a[k][p];
            double akq = a[k][q];
            a[k][p] = cos * akp - sin * akq;
            a[k][q] = sin * akp + cos * akq;
        }
        for (int k = 0; k < a.length; k++) {
            double apk = a[p][k];
            double aqk = a[q][k];
            a[p][k] = cos * apk - sin * aqk;
            a[q][k] = sin * apk + cos * aqk;
            double vkp = v[k][p];
            double vkq = v[k][q];
            v[k][p] = cos * vkp - sin * vkq;
            v[k][q] = sin * vkp + cos * vkq;
        }
    }
}
