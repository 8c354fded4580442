package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 3×3 convolutions of stride 1 and padding 1 by Winograd's minimal filtering F(4×4, 3×3): a tile of
 * 4×4 outputs costs 36 products for each pair of channels instead of 144.
 *
 * <p>Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A for tiles d of 6×6 inputs. The sums over the input channels are
 * 36 matrix products {@code (tiles, Cin) (Cin, Cout)}; each of the three transforms is one product
 * with the Kronecker square of its matrix. G g Gᵀ, four times as large as g, is computed once for
 * weights that stay as long as there is room for it, else for each call: that costs what 300 pixels
 * do.
 *
 * <p>Behind a nearest-neighbour upsampling the larger picture is never made: its 6×6 inputs are 4×4
 * of the smaller one, and the repetition goes into B.
 *
 * <p>Only for fp32 on a CPU; in training as {@link OwnConv}. The points of the interpolation are 0,
 * ±5/8, ±3/2 and ∞: the result differs from the direct sum by about 1e-6 of its spread, against
 * 3e-6 with the textbook's 0, ±1, ±2 and 2e-7 of the direct sum itself.
 *
 * <p>Winograd, 1980, Arithmetic Complexity of Computations; Lavin and Gray, 2015, arXiv:1509.09308,
 * section 4.3; the choice of points after Barabasz et al., 2018, arXiv:1803.10986.
 */
public final class WinogradConv {
    private static final String PURPOSE = "winograd";
    private static final int OUT = 4;
    private static final int IN = 6;

    /** Products of a tile for each pair of channels. */
    static final long PLACES = IN * IN;

    /** With fewer channels the transforms cost what the products save (measured). */
    private static final long LEAST_CHANNELS = 96;

    /** The same for the three passes of a training step. */
    private static final long LEAST_TRAINED_CHANNELS = 64;

    /** With fewer tiles transforming the weights at every step costs what the products save. */
    private static final long LEAST_TRAINED_TILES = 48;

    /** Work of a band, so that its arrays stay in the cache: tiles times channels. */
    private static final long BAND = 65_536;

    /** Numbers of transformed weights that are kept: 384 MiB. */
    private static final long ROOM = 96L << 20;

    /** With so many pixels, transforming the weights anew costs less than two per cent. */
    private static final long MANY_PIXELS = 16_384;

    /** With fewer pixels, large weights are neither worth the time nor the room. */
    private static final long FEW_PIXELS = 1024;

    /** Numbers of transformed weights that are large. */
    private static final long LARGE = 10L << 20;

    private static final int LEAST_TILES = 64;
    private static final int MOST_TILES = 512;

    private final Ops ops;
    private @Nullable Matrices matrices;

    WinogradConv(Ops ops) {
        this.ops = ops;
    }

    /** The three transforms, by rows of their Kronecker squares. */
    record Matrices(
            NDArray filter,
            NDArray input,
            NDArray inputTransposed,
            NDArray inputTwice,
            NDArray inputTwiceTransposed,
            NDArray output,
            NDArray outputTransposed,
            NDArray zero) {}

    /** Whether a convolution is computed faster so, and may be. */
    public boolean pays(NDArray x, Shape weight, int stride, int padding) {
        if (ops.compute() != ComputeType.FP32
                || ops.device().isGpu()
                || stride != 1
                || padding != 1
                || weight.get(2) != 3
                || weight.get(3) != 3
                || Math.min(weight.get(0), weight.get(1)) < LEAST_CHANNELS
                || Gradients.differentiated()) {
            return false;
        }
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        if (x.getShape().get(0) * height * width < FEW_PIXELS
                && IN * IN * weight.get(0) * weight.get(1) > LARGE) {
            return false;
        }
        return covers(x.getShape().get(2), x.getShape().get(3));
    }

    /**
     * Whether the three convolutions of a training step are faster so, of weights that change at
     * every step and are transformed twice.
     */
    boolean paysTrained(Shape x, Shape weight, int stride, int padding) {
        return stride == 1
                && padding == 1
                && weight.get(2) == 3
                && weight.get(3) == 3
                && Math.min(weight.get(0), weight.get(1)) >= LEAST_TRAINED_CHANNELS
                && x.get(0) * tiles(x.get(2)) * tiles(x.get(3)) >= LEAST_TRAINED_TILES
                && covers(x.get(2), x.get(3));
    }

    /** Whether not much of the tiles lies outside of the picture. */
    private static boolean covers(long height, long width) {
        return 2 * OUT * tiles(height) * OUT * tiles(width) <= 3 * height * width;
    }

    static int band(Shape weight) {
        long widest = Math.max(weight.get(0), weight.get(1));
        return (int) Math.min(MOST_TILES, Math.max(LEAST_TILES, BAND / widest));
    }

    /** G g Gᵀ of weights {@code (Cout, Cin, 3, 3)}: {@code (36, Cin, Cout)}. */
    NDArray prepare(NDArray weight) {
        return ops.script().tensor("winograd_weight", weight, matrices().filter());
    }

    /**
     * conv(x) + bias, and + residual where there is one.
     *
     * @param weight {@code (Cout, Cin, 3, 3)}, a network's
     * @param x {@code (B, Cin, H, W)}, best with its channels last, as the result has them
     * @param twice whether the convolution is that of x with every pixel four times
     * @return {@code (B, Cout, H, W)}, or twice as high and wide
     */
    public NDArray conv(
            NDArray x, NDArray weight, NDArray bias, boolean twice, @Nullable NDArray residual) {
        NDArray kept = ops.derived().known(weight, PURPOSE);
        long pixels = x.getShape().size() / x.getShape().get(1) * (twice ? 4 : 1);
        if (kept == null && pixels < MANY_PIXELS) {
            long numbers = IN * IN * weight.getShape().get(0) * weight.getShape().get(1);
            if (ops.derived().numbers() + numbers <= ROOM) {
                kept = ops.derived().of(weight, PURPOSE, () -> prepare(weight));
            }
        }
        if (kept != null) {
            return prepared(x, kept, bias, twice, residual);
        }
        try (NDArray once = prepare(weight)) {
            return prepared(x, once, bias, twice, residual);
        }
    }

    /** The same with weights that {@link #prepare} transformed. */
    NDArray prepared(
            NDArray x, NDArray prepared, NDArray bias, boolean twice, @Nullable NDArray residual) {
        Matrices m = matrices();
        int tiles = band(new Shape(prepared.getShape().get(1), prepared.getShape().get(2)));
        return ops.script()
                .tensor(
                        "winograd_conv",
                        x,
                        prepared,
                        bias,
                        twice ? m.inputTwice() : m.input(),
                        m.output(),
                        twice ? 2 : 1,
                        tiles,
                        residual == null ? List.of() : List.of(residual));
    }

    static long tiles(long side) {
        return (side + OUT - 1) / OUT;
    }

    Matrices matrices() {
        Matrices known = matrices;
        if (known == null) {
            MinimalFilter filter = MinimalFilter.of(OUT, IN - OUT + 1, 0, 0.625, -0.625, 1.5, -1.5);
            // Rows 2i−1 … 2i+4 of the larger picture are rows i−1, i, i, i+1, i+1, i+2 of the
            // smaller.
            double[][] twice = new double[IN][IN - 2];
            for (int i = 0; i < IN; i++) {
                for (int j = 0; j < IN; j++) {
                    twice[i][(j + 1) / 2] += filter.input()[i][j];
                }
            }
            known =
                    new Matrices(
                            squared(filter.weight()),
                            squared(filter.input()),
                            squared(transposed(filter.input())),
                            squared(twice),
                            squared(transposed(twice)),
                            squared(filter.output()),
                            squared(transposed(filter.output())),
                            Scope.release(ops.zeros(1)));
            matrices = known;
        }
        return known;
    }

    private static double[][] transposed(double[][] m) {
        double[][] transposed = new double[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[i].length; j++) {
                transposed[j][i] = m[i][j];
            }
        }
        return transposed;
    }

    /** The Kronecker product of a matrix with itself, which no scope frees. */
    private NDArray squared(double[][] m) {
        int rows = m.length;
        int columns = m[0].length;
        float[] values = new float[rows * rows * columns * columns];
        int at = 0;
        for (double[] upper : m) {
            for (double[] lower : m) {
                for (double a : upper) {
                    for (double b : lower) {
                        values[at++] = (float) (a * b);
                    }
                }
            }
        }
        return Scope.release(ops.array(values, (long) rows * rows, (long) columns * columns));
    }
}
