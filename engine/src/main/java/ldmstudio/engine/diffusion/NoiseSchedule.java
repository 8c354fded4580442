package ldmstudio.engine.diffusion;

import java.util.Arrays;
import ldmstudio.engine.config.DiffusionConfig;

/**
 * The tables of a diffusion process: how much of a picture is left at each timestep.
 *
 * <p>α_t = 1 − β_t, ᾱ_t = ∏_{s ≤ t} α_s, and q(x_t | x_0) = N(√ᾱ_t x_0, (1 − ᾱ_t) I).
 *
 * <p>Tables have T = {@link #numTrainTimesteps} entries, from t = 0 (almost clean) to T − 1 (almost
 * noise). Source: Ho, Jain, Abbeel, Denoising Diffusion Probabilistic Models, 2020,
 * arXiv:2006.11239, equations 2 and 4. All numbers are fp32; the product is accumulated in double
 * and rounded per entry, as torch.cumprod does.
 */
public final class NoiseSchedule {
    private final float[] betas;
    private final float[] alphas;
    private final float[] alphasCumprod;

    private NoiseSchedule(float[] betas) {
        this.betas = betas;
        this.alphas = oneMinus(betas);
        this.alphasCumprod = cumulativeProduct(alphas);
    }

    /**
     * The schedule of a kind.
     *
     * @param start first β; not used by cosine and laplace
     * @param end last β; not used by cosine and laplace
     */
    public static NoiseSchedule of(
            BetaSchedule kind, int numTrainTimesteps, double start, double end) {
        if (numTrainTimesteps < 2) {
            throw new IllegalArgumentException(
                    "num_train_timesteps is " + numTrainTimesteps + ", must be at least 2");
        }
        return ofBetas(kind.betas(numTrainTimesteps, start, end));
    }

    /** The schedule that a run's configuration asks for. */
    public static NoiseSchedule of(DiffusionConfig config) {
        NoiseSchedule schedule =
                of(
                        BetaSchedule.of(config.betaSchedule()),
                        config.numTrainTimesteps(),
                        config.betaStart(),
                        config.betaEnd());
        return config.rescaleZeroTerminalSnr() ? schedule.withZeroTerminalSnr() : schedule;
    }

    /**
     * A schedule from its variances.
     *
     * @throws IllegalArgumentException unless every β is in [0, 1]
     */
    public static NoiseSchedule ofBetas(float[] betas) {
        for (int t = 0; t < betas.length; t++) {
            if (!(betas[t] >= 0 && betas[t] <= 1)) {
                throw new IllegalArgumentException(
                        "beta of timestep " + t + " is " + betas[t] + ", must be in [0, 1]");
            }
        }
        return new NoiseSchedule(betas.clone());
    }

    /**
     * The same schedule shifted and scaled so that nothing of the picture is left at the last
     * timestep: √ᾱ'_t = (√ᾱ_t − √ᾱ_{T−1}) · √ᾱ_0 / (√ᾱ_0 − √ᾱ_{T−1}). Sampling may then start from
     * pure noise, and brightness is no longer tied to the mean. Not for ε-prediction, which is
     * undefined at ᾱ = 0.
     *
     * <p>Source: Lin et al., Common Diffusion Noise Schedules and Sample Steps are Flawed, 2023,
     * arXiv:2305.08891, algorithm 1.
     */
    public NoiseSchedule withZeroTerminalSnr() {
        int count = betas.length;
        float[] root = new float[count];
        for (int t = 0; t < count; t++) {
            root[t] = (float) Math.sqrt(alphasCumprod[t]);
        }
        float first = root[0];
        float last = root[count - 1];
        float scale = first / (first - last);
        float[] shifted = new float[count];
        for (int t = 0; t < count; t++) {
            float value = (root[t] - last) * scale;
            shifted[t] = value * value;
        }
        float[] rescaled = new float[count];
        rescaled[0] = 1 - shifted[0];
        for (int t = 1; t < count; t++) {
            rescaled[t] = 1 - shifted[t] / shifted[t - 1];
        }
        return new NoiseSchedule(rescaled);
    }

    public int numTrainTimesteps() {
        return betas.length;
    }

    public float[] betas() {
        return betas.clone();
    }

    public float[] alphas() {
        return alphas.clone();
    }

    public float[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    /** β_t. */
    public float beta(int timestep) {
        return betas[timestep];
    }

    /** ᾱ_t. */
    public float alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /** Signal-to-noise ratio (√ᾱ_t / √(1 − ᾱ_t))². */
    public float snr(int timestep) {
        float alpha = (float) Math.sqrt(alphasCumprod[timestep]);
        float sigma = (float) Math.sqrt(1 - alphasCumprod[timestep]);
        float ratio = alpha / sigma;
        return ratio * ratio;
    }

    private static float[] oneMinus(float[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = 1 - values[i];
        }
        return out;
    }

    private static float[] cumulativeProduct(float[] values) {
        float[] out = new float[values.length];
        double product = 1;
        for (int i = 0; i < out.length; i++) {
            product *= values[i];
            out[i] = (float) product;
        }
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoiseSchedule schedule && Arrays.equals(betas, schedule.betas);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(betas);
    }
}
