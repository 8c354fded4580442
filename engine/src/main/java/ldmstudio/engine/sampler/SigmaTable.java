package ldmstudio.engine.sampler;

import java.util.Arrays;
import ldmstudio.engine.diffusion.NoiseSchedule;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * σ_t = √((1 − ᾱ_t) / ᾱ_t) of a noise schedule, its values between the timesteps, and the ways to
 * choose N of them.
 *
 * <p>fp32 where the reference rounds to it, so that tables agree to the last bits.
 */
final class SigmaTable {
    /** Stands for ᾱ = 0, where σ would be infinite: the smallest half-precision number. */
    private static final float SMALLEST_ALPHA = 0x1p-24f;

    private final float[] sigmas;
    private final float[] logs;

    SigmaTable(NoiseSchedule schedule) {
        sigmas = new float[schedule.numTrainTimesteps()];
        logs = new float[sigmas.length];
        for (int t = 0; t < sigmas.length; t++) {
            float given = schedule.alphaCumprod(t);
            float alphaCumprod = given == 0 ? SMALLEST_ALPHA : given;
            sigmas[t] = (float) Math.sqrt((1 - alphaCumprod) / alphaCumprod);
            logs[t] = (float) Math.log(sigmas[t]);
        }
    }

    double smallest() {
        return sigmas[0];
    }

    double largest() {
        return sigmas[sigmas.length - 1];
    }

    float[] logs() {
        return logs.clone();
    }

    /** σ at a timestep, linear between two. */
    double at(double timestep) {
        int below = Math.max(0, Math.min((int) Math.floor(timestep), sigmas.length - 1));
        int above = Math.min(below + 1, sigmas.length - 1);
        double slope = (double) sigmas[above] - sigmas[below];
        return slope * (timestep - below) + sigmas[below];
    }

    /** The timestep of a σ: log σ is linear in it between two timesteps; kept within the table. */
    double timestep(double sigma) {
        double log = Math.log(Math.max(sigma, 1e-10));
        int below = 0;
        while (below < logs.length - 2 && log >= logs[below + 1]) {
            below++;
        }
        double share = (logs[below] - log) / (logs[below] - logs[below + 1]);
        share = Math.min(Math.max(share, 0), 1);
        return (1 - share) * below + share * (below + 1);
    }

    /** Where to put N levels between a largest and a smallest σ. */
    enum Curve {
        /** Where the timesteps are. */
        TIMESTEPS,
        /** σ^(1/7) in equal steps (Karras et al., 2022, arXiv:2206.00364, equation 5). */
        KARRAS,
        /** log σ in equal steps. */
        EXPONENTIAL,
        /** Quantiles of Beta(0.6, 0.6) (Lee et al., 2024, arXiv:2407.12173). */
        BETA,
        /** log σ in equal steps over the whole table (Lu et al., 2022, arXiv:2206.00927). */
        LU;

        private static final double RHO = 7;

        double[] between(double largest, double smallest, int steps) {
            double[] levels = new double[steps];
            BetaDistribution beta = BetaDistribution.of(0.6, 0.6);
            for (int i = 0; i < steps; i++) {
                double share = steps == 1 ? 0 : (double) i / (steps - 1);
                levels[i] =
                        switch (this) {
                            case KARRAS -> {
                                double from = Math.pow(largest, 1 / RHO);
                                double to = Math.pow(smallest, 1 / RHO);
                                yield Math.pow(from + share * (to - from), RHO);
                            }
                            case EXPONENTIAL, LU -> {
                                double from = Math.log(largest);
                                yield Math.exp(from + share * (Math.log(smallest) - from));
                            }
                            case BETA ->
                                    smallest
                                            + beta.inverseCumulativeProbability(1 - share)
                                                    * (largest - smallest);
                            case TIMESTEPS ->
                                    throw new IllegalStateException(
                                            "Levels at timesteps are not between two σ");
                        };
            }
            return levels;
        }
    }

    /** Levels and the one behind them, as fp32. */
    static float[] closed(double[] levels, double last) {
        float[] closed = new float[levels.length + 1];
        for (int i = 0; i < levels.length; i++) {
            closed[i] = (float) levels[i];
        }
        closed[levels.length] = (float) last;
        return closed;
    }

    double[] at(double[] timesteps) {
        return Arrays.stream(timesteps).map(this::at).toArray();
    }

    double[] timesteps(double[] levels) {
        return Arrays.stream(levels).map(this::timestep).toArray();
    }
}
