package ldmstudio.engine.diffusion;

import java.util.Locale;
import ldmstudio.engine.config.DiffusionConfig;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Which part of the way from picture to noise is trained how often, as the quantile function of a
 * distribution on (0, 1): 0 is the picture, 1 the noise.
 *
 * <p>Quantiles turn one uniform number into one draw, so a draw is a function of its number, and
 * evenly spread numbers give evenly spread draws.
 */
public sealed interface TimeDistribution {
    /** The distribution that a run's configuration asks for. */
    static TimeDistribution of(DiffusionConfig config) {
        return switch (config.timestepDistribution()) {
            case "uniform" -> new Uniform();
            case "logit_normal" -> new LogitNormal(config.logitMean(), config.logitStd());
            case "beta" -> new Beta(config.betaA(), config.betaB());
            default ->
                    throw new IllegalArgumentException(
                            "timestep_distribution is '"
                                    + config.timestepDistribution()
                                    + "', allowed are uniform, logit_normal and beta");
        };
    }

    /**
     * The value below which the share {@code p} of all draws lies.
     *
     * @param p in (0, 1)
     * @return in [0, 1]
     */
    double quantile(double p);

    /** Every part as often as any other. */
    record Uniform() implements TimeDistribution {
        @Override
        public double quantile(double p) {
            return p;
        }
    }

    /**
     * 1 / (1 + e^−z) with z ~ N(mean, std²): the middle of the way more often than its ends.
     * Source: Esser et al., Scaling Rectified Flow Transformers (Stable Diffusion 3), 2024,
     * arXiv:2403.03206, equation 19.
     *
     * @param mean below 0 prefers pictures, above 0 noise
     * @param std larger than 0
     */
    record LogitNormal(double mean, double std) implements TimeDistribution {
        public LogitNormal {
            positive("logit_std", std);
        }

        @Override
        public double quantile(double p) {
            double z = NormalDistribution.of(mean, std).inverseCumulativeProbability(p);
            return 1 / (1 + Math.exp(-z));
        }
    }

    /**
     * Beta(a, b), with density ∝ x^(a−1) (1 − x)^(b−1); Beta(1, 2.5) in Papiu's transformer latent
     * diffusion.
     */
    record Beta(double a, double b) implements TimeDistribution {
        public Beta {
            positive("beta_a", a);
            positive("beta_b", b);
        }

        @Override
        public double quantile(double p) {
            if (a == 1) {
                return 1 - Math.pow(1 - p, 1 / b);
            }
            ContinuousDistribution beta = BetaDistribution.of(a, b);
            return beta.inverseCumulativeProbability(p);
        }
    }

    private static void positive(String key, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is %s, must be larger than 0", key, value));
        }
    }
}
