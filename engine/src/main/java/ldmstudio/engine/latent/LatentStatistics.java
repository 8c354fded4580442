package ldmstudio.engine.latent;

/**
 * Mean and variance over all elements of z = μ + σ ε, from the moments alone: E[z] = E[μ] and
 * Var[z] = E[μ²] + E[σ²] − E[μ]². No sampling, so no noise in the result.
 *
 * <p>The scaling factor is 1 / √Var[z] over all elements of the encoded pictures (Rombach et al.,
 * 2021, arXiv:2112.10752, appendix G; 0.18215 there).
 */
public final class LatentStatistics {
    private double sum;
    private double sumOfSquares;
    private double sumOfVariances;
    private long count;

    /** Adds elements, each with its mean and log-variance (clamped to [−30, 20]). */
    public void add(float mean, float logVariance) {
        sum += mean;
        sumOfSquares += (double) mean * mean;
        sumOfVariances += Math.exp(Math.max(-30, Math.min(20, logVariance)));
        count++;
    }

    /** Adds latents that are no distribution: their variance is that among them. */
    public void add(float[] latents) {
        for (float latent : latents) {
            sum += latent;
            sumOfSquares += (double) latent * latent;
        }
        count += latents.length;
    }

    public long count() {
        return count;
    }

    public double mean() {
        return sum / count;
    }

    public double std() {
        double mean = mean();
        return Math.sqrt(sumOfSquares / count + sumOfVariances / count - mean * mean);
    }

    /**
     * 1 / std.
     *
     * @throws LatentException when the latents do not vary, so that nothing could be learned from
     *     them
     */
    public double scalingFactor() {
        double factor = 1 / std();
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new LatentException(
                    "The latents of "
                            + count
                            + " elements have the standard deviation "
                            + std()
                            + ", so there is no scaling factor",
                    "Train the autoencoder further; its encoder gives the same for every picture.");
        }
        return factor;
    }
}
