package ldmstudio.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import ldmstudio.engine.parity.ParityFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against numpy, pytorch-fid, torchmetrics and scikit-image. */
class MetricsParityTest {
    private static final double TOLERANCE = 1e-6;
    private static final double RANK_DEFICIENT = 1e-3;

    static Stream<Path> fixtures() {
        return ParityFixture.folders("metrics");
    }

    private static void close(ParityFixture fixture, String name, double[] actual, double limit) {
        double[] expected = fixture.io().doubles(name);
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as(name).isCloseTo(expected[i], within(limit * largest));
        }
    }

    private static void close(ParityFixture fixture, String name, double actual) {
        close(fixture, name, new double[] {actual}, TOLERANCE);
    }

    private static FeatureStatistics statistics(ParityFixture fixture, String name) {
        return FeatureStatistics.of(fixture.io().doubles(name), (int) fixture.io().shape(name)[1]);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void distancesOfFeaturesAreTheReferences(Path folder) {
        try (ParityFixture fixture = ParityFixture.open(folder)) {
            FeatureStatistics first = statistics(fixture, "in.feat1");
            FeatureStatistics second = statistics(fixture, "in.feat2");
            FeatureStatistics few = statistics(fixture, "in.feat_few");
            int d = first.mean().length;
            close(fixture, "out.mu1", first.mean(), TOLERANCE);
            close(fixture, "out.mu2", second.mean(), TOLERANCE);
            close(fixture, "out.sigma1", flat(first.covariance()), TOLERANCE);
            close(fixture, "out.sigma2", flat(second.covariance()), TOLERANCE);
            double trace = 0;
            for (int i = 0; i < d; i++) {
                trace += first.covariance()[i][i];
            }
            // Zero up to the rounding of the traces.
            assertThat(FrechetDistance.of(first, first))
                    .isCloseTo(fixture.io().doubles("out.fid_11")[0], within(TOLERANCE * trace));
            close(fixture, "out.fid_12", FrechetDistance.of(first, second));
            close(
                    fixture,
                    "out.fid_1few_rank_deficient",
                    new double[] {FrechetDistance.of(first, few)},
                    RANK_DEFICIENT);
            close(
                    fixture,
                    "out.kid_poly_mmd_12",
                    KernelDistance.of(
                            fixture.io().doubles("in.feat1"), fixture.io().doubles("in.feat2"), d));
            close(
                    fixture,
                    "out.inception_score_1split",
                    InceptionScore.of(
                            doubles(fixture.io().floats("in.logits")),
                            (int) fixture.io().shape("in.logits")[1]));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void comparisonsOfPicturesAreTheReferences(Path folder) {
        try (ParityFixture fixture = ParityFixture.open(folder)) {
            float[] x = fixture.io().floats("in.img1");
            float[] y = fixture.io().floats("in.img2");
            float[] xBytes = fixture.io().floats("in.u8_1");
            float[] yBytes = fixture.io().floats("in.u8_2");
            long[] shape = fixture.io().shape("in.img1");
            int pictures = (int) shape[0];
            int channels = (int) shape[1];
            int height = (int) shape[2];
            int width = (int) shape[3];
            int size = channels * height * width;
            double[][] figures = new double[9][pictures];
            for (int i = 0; i < pictures; i++) {
                float[] a = Arrays.copyOfRange(x, i * size, (i + 1) * size);
                float[] b = Arrays.copyOfRange(y, i * size, (i + 1) * size);
                float[] aBytes = Arrays.copyOfRange(xBytes, i * size, (i + 1) * size);
                float[] bBytes = Arrays.copyOfRange(yBytes, i * size, (i + 1) * size);
                figures[0][i] = PictureErrors.mse(x, y, i * size, size);
                figures[1][i] = PictureErrors.mae(x, y, i * size, size);
                figures[2][i] = PictureErrors.psnr(figures[0][i], 1);
                figures[3][i] = PictureErrors.psnr(PictureErrors.mse(aBytes, bBytes, 0, size), 255);
                figures[4][i] = Ssim.GAUSSIAN.of(a, b, channels, height, width, 1);
                figures[5][i] = Ssim.UNIFORM.of(a, b, channels, height, width, 1);
                figures[6][i] = Ssim.UNIFORM.of(aBytes, bBytes, channels, height, width, 255);
                figures[7][i] = Ssim.MIRRORED.of(a, b, channels, height, width, 1);
                figures[8][i] = PictureErrors.totalVariation(x, i * size, channels, height, width);
            }
            String[] names = {
                "mse",
                "mae",
                "psnr_skimage_float",
                "psnr_skimage_u8",
                "ssim_skimage_gauss",
                "ssim_skimage_uniform7",
                "ssim_skimage_u8",
                "ssim_torchmetrics_per_image",
                "total_variation_sum"
            };
            for (int f = 0; f < names.length; f++) {
                close(fixture, "out." + names[f], figures[f], TOLERANCE);
            }
            close(fixture, "out.psnr_torchmetrics_per_image", figures[2], TOLERANCE);
            close(
                    fixture,
                    "out.psnr_torchmetrics_batch",
                    PictureErrors.psnr(PictureErrors.mse(x, y, 0, x.length), 1));
        }
    }

    @Test
    void eigenvaluesOfAKnownMatrixAreFound() {
        // Q diag(λ) Qᵀ with a reflection Q; two eigenvalues are equal, one is zero.
        double[] wanted = {-3, 0, 2, 2, 7.5};
        int n = wanted.length;
        double[] v = new Random(5).doubles(n).toArray();
        double length = Arrays.stream(v).map(e -> e * e).sum();
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                q[i][j] = (i == j ? 1 : 0) - 2 * v[i] * v[j] / length;
            }
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    a[i][j] += q[i][k] * wanted[k] * q[j][k];
                }
            }
        }
        double[] found = SymmetricEigenvalues.of(a);
        for (int i = 0; i < n; i++) {
            assertThat(found[i]).isCloseTo(wanted[i], within(1e-12));
        }
        assertThat(SymmetricEigenvalues.of(new double[][] {{4}})[0]).isCloseTo(4, within(1e-12));
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
