package ldmstudio.engine.evaluate;

/** Differences of pictures pixel by pixel. */
public final class PictureErrors {
    private PictureErrors() {}

    /** The mean of (x-y)² over {@code length} values from {@code from} on. */
    public static double mse(float[] x, float[] y, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            double difference = (double) x[i] - y[i];
            sum += difference * difference;
        }
        return sum / length;
    }

    /** The mean of |x-y|. */
    public static double mae(float[] x, float[] y, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += Math.abs((double) x[i] - y[i]);
        }
        return sum / length;
    }

    /**
     * Peak signal-to-noise ratio in dB, {@code 10 log₁₀(range² / mse)}; infinite for equal
     * pictures.
     */
    public static double psnr(double mse, double range) {
        return 10 * Math.log10(range * range / mse);
    }

    /**
     * The sum of |differences| of neighbours, right and below, of a picture {@code (C, H, W)}:
     * large where it is noisy.
     */
    public static double totalVariation(float[] x, int from, int channels, int height, int width) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    int at = from + (c * height + row) * width + column;
                    sum += column + 1 < width ? Math.abs((double) x[at + 1] - x[at]) : 0;
                    sum += row + 1 < height ? Math.abs((double) x[at + width] - x[at]) : 0;
                }
            }
        }
        return sum;
    }
}
