package ldmstudio.engine.evaluate;

import java.util.Arrays;

/**
 * Structural similarity of two pictures, {@code (2μₓμᵧ + c₁)(2σₓᵧ + c₂) / ((μₓ² + μᵧ² + c₁)(σₓ² +
 * σᵧ² + c₂))} in a window around each pixel, averaged; 1 for equal pictures. c₁ = (0.01 range)², c₂
 * = (0.03 range)².
 *
 * <p>Source: Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image quality assessment: from
 * error visibility to structural similarity" (2004), eq. 13. The published implementations differ
 * in window and border, so each is a form of its own.
 */
public enum Ssim {
    /** The paper's window: Gaussian, σ = 1.5, 11 × 11; windows inside the picture (skimage). */
    GAUSSIAN(gaussian(), false, false),
    /** Equal weights in 7 × 7 with the sample covariance; skimage's default. */
    UNIFORM(uniform(), true, false),
    /** Gaussian with the picture mirrored at its border, every pixel counted (torchmetrics). */
    MIRRORED(gaussian(), false, true);

    private static final double K1 = 0.01;
    private static final double K2 = 0.03;

    private final double[] window;
    private final boolean sampleCovariance;
    private final boolean mirrored;

    Ssim(double[] window, boolean sampleCovariance, boolean mirrored) {
        this.window = window;
        this.sampleCovariance = sampleCovariance;
        this.mirrored = mirrored;
    }

    private static double[] gaussian() {
        double[] window = new double[11];
        double sum = 0;
        for (int i = 0; i < window.length; i++) {
            window[i] = Math.exp(-0.5 * (i - 5) * (i - 5) / (1.5 * 1.5));
            sum += window[i];
        }
        for (int i = 0; i < window.length; i++) {
            window[i] /= sum;
        }
        return window;
    }

    private static double[] uniform() {
        double[] window = new double[7];
        Arrays.fill(window, 1.0 / 7);
        return window;
    }

    /**
     * The similarity of two pictures {@code (C, H, W)}, the mean over pixels and channels.
     *
     * @param range the distance of the darkest and the brightest value: 1, 2 or 255
     * @throws IllegalArgumentException when a side is shorter than the window
     */
    public double of(float[] x, float[] y, int channels, int height, int width, double range) {
        if (Math.min(height, width) < window.length) {
            throw new IllegalArgumentException(
                    "%d x %d pixels are fewer than the window of %d"
                            .formatted(width, height, window.length));
        }
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            sum += ofChannel(x, y, c * height * width, height, width, range);
        }
        return sum / channels;
    }

    private double ofChannel(
            float[] x, float[] y, int offset, int height, int width, double range) {
        int size = height * width;
        double[][] moments = new double[5][size];
        for (int i = 0; i < size; i++) {
            double a = x[offset + i];
            double b = y[offset + i];
            moments[0][i] = a;
            moments[1][i] = b;
            moments[2][i] = a * a;
            moments[3][i] = b * b;
            moments[4][i] = a * b;
        }
        for (int m = 0; m < moments.length; m++) {
            moments[m] = blurred(moments[m], height, width);
        }
        double points = (double) window.length * window.length;
        double unbiased = sampleCovariance ? points / (points - 1) : 1;
        double c1 = K1 * range * K1 * range;
        double c2 = K2 * range * K2 * range;
        double sum = 0;
        int count = moments[0].length;
        for (int i = 0; i < count; i++) {
            double meanX = moments[0][i];
            double meanY = moments[1][i];
            double varianceX = unbiased * (moments[2][i] - meanX * meanX);
            double varianceY = unbiased * (moments[3][i] - meanY * meanY);
            double covariance = unbiased * (moments[4][i] - meanX * meanY);
            if (mirrored) {
                // Rounding below zero is cut, as torchmetrics does.
                varianceX = Math.max(0, varianceX);
                varianceY = Math.max(0, varianceY);
            }
            sum +=
                    (2 * meanX * meanY + c1)
                            * (2 * covariance + c2)
                            / ((meanX * meanX + meanY * meanY + c1) * (varianceX + varianceY + c2));
        }
        return sum / count;
    }

    /** The window's mean at every place where it lies inside, or at every pixel. */
    private double[] blurred(double[] plane, int height, int width) {
        int reach = window.length / 2;
        int cut = mirrored ? 0 : reach;
        int outWidth = width - 2 * cut;
        int outHeight = height - 2 * cut;
        double[] rows = new double[height * outWidth];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < outWidth; c++) {
                double sum = 0;
                for (int k = -reach; k <= reach; k++) {
                    sum += window[k + reach] * plane[r * width + inside(c + cut + k, width)];
                }
                rows[r * outWidth + c] = sum;
            }
        }
        double[] out = new double[outHeight * outWidth];
        for (int r = 0; r < outHeight; r++) {
            for (int c = 0; c < outWidth; c++) {
                double sum = 0;
                for (int k = -reach; k <= reach; k++) {
                    sum += window[k + reach] * rows[inside(r + cut + k, height) * outWidth + c];
                }
                out[r * outWidth + c] = sum;
            }
        }
        return out;
    }

    /** Mirrored at the first and the last pixel, which are not repeated. */
    private static int inside(int place, int length) {
        int mirrored = Math.abs(place);
        return mirrored < length ? mirrored : 2 * (length - 1) - mirrored;
    }
}
