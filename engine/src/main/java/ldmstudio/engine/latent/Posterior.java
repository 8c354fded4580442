package ldmstudio.engine.latent;

/**
 * Samples of a picture's posterior from its moments: z = μ + σ ε, σ = exp(½ clamp(log σ², −30,
 * 20)).
 *
 * <p>Shapes: moments {@code (2C, h, w)}, the means first; ε and z {@code (C, h, w)}.
 *
 * <p>The exponential is a series and seven squarings for all numbers in step, in vector
 * instructions and within 10⁻¹³ of {@link Math#exp}; where two floats are within that doubt, {@code
 * Math.exp} decides. So the samples have the bits that one gets with it, in a fraction of the time.
 *
 * <p>Source: Kingma and Welling, 2013, arXiv:1312.6114; the limits are those of diffusers.
 */
public final class Posterior {
    private static final float LEAST = -30;
    private static final float MOST = 20;
    private static final int SQUARINGS = 7;

    /** Of a logarithm of the variance: half of it is the deviation's. */
    private static final double SHARE = 0.5 / (1 << SQUARINGS);

    private static final double DOUBT = 1e-13;

    /** What is computed together: its numbers stay in the nearest cache. */
    private static final int AT_ONCE = 512;

    private final double[] deviations = new double[AT_ONCE];

    /** The deviation of a logarithm of the variance. */
    public static double std(float logVariance) {
        return Math.exp(0.5 * Math.max(LEAST, Math.min(MOST, logVariance)));
    }

    /**
     * Draws a sample.
     *
     * @param moments of one picture, from {@code first} on
     * @param eps standard normals, as many as the sample has numbers
     * @param z the sample, from {@code at} on
     */
    public void sample(float[] moments, int first, float[] eps, float[] z, int at) {
        int half = eps.length;
        for (int done = 0; done < half; done += AT_ONCE) {
            int count = Math.min(AT_ONCE, half - done);
            limit(moments, first + half + done, count);
            exponentials(count);
            for (int i = 0; i < count; i++) {
                double mean = moments[first + done + i];
                double deviation = deviations[i] * eps[done + i];
                double doubt = DOUBT * deviation;
                float one = (float) (mean + (deviation - doubt));
                float other = (float) (mean + (deviation + doubt));
                z[at + done + i] =
                        one == other
                                ? one
                                : (float)
                                        (mean
                                                + std(moments[first + half + done + i])
                                                        * eps[done + i]);
            }
        }
    }

    private void limit(float[] logVariances, int from, int count) {
        for (int i = 0; i < count; i++) {
            float limited = logVariances[from + i];
            limited = limited < LEAST ? LEAST : limited;
            deviations[i] = limited > MOST ? MOST : limited;
        }
    }

    /** exp(t) = exp(t/128)¹²⁸ with nine terms of the series: |t/128| is below 0.12. */
    private void exponentials(int count) {
        for (int i = 0; i < count; i++) {
            double t = SHARE * deviations[i];
            double e = 1 + t * (1 + t * (1 / 2.0 + t * (1 / 6.0 + t * upper(t))));
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            deviations[i] = e;
        }
    }

    /** 1/4! + t/5! + … + t⁵/9!. */
    private static double upper(double t) {
        return 1 / 24.0
                + t
                        * (1 / 120.0
                                + t
                                        * (1 / 720.0
                                                + t
                                                        * (1 / 5040.0
                                                                + t * (1 / 40320.0 + t / 362880))));
    }
}
