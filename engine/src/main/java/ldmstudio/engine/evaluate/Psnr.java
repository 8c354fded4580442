package ldmstudio.engine.evaluate;

/**
 * Peak signal-to-noise ratio, 10 log₁₀(range² / MSE) in dB, of each picture, averaged over
 * pictures.
 *
 * <p>Numbers are in [-1, 1], so the range is 2; reconstructions are clipped to it, as they are on a
 * screen.
 */
public final class Psnr {
    private double sum;
    private long count;

    /**
     * Adds the pictures of a batch.
     *
     * @param size pictures in both arrays
     */
    public void add(float[] original, float[] reconstruction, int size) {
        int elements = original.length / size;
        for (int i = 0; i < size; i++) {
            double squares = 0;
            for (int j = i * elements; j < (i + 1) * elements; j++) {
                double difference = original[j] - Math.max(-1, Math.min(1, reconstruction[j]));
                squares += difference * difference;
            }
            sum += ofMse(squares / elements);
            count++;
        }
    }

    /** 10 log₁₀(4 / mse); 100 dB for equal pictures, so that a mean stays a number. */
    static double ofMse(double mse) {
        return mse <= 4e-10 ? 100 : 10 * Math.log10(4 / mse);
    }

    /** The mean over the pictures, dB. */
    public double mean() {
        return sum / count;
    }
}
