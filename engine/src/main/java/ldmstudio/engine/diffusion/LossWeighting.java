package ldmstudio.engine.diffusion;

import ldmstudio.engine.config.DiffusionConfig;

/**
 * How much a sample's loss counts, by its signal-to-noise ratio.
 *
 * <p>The two weightings that know the ratio are stated for one meaning of the denoiser's answer and
 * carried over to the others: an error in x_0 is √SNR times smaller than the error in ε that makes
 * it, and so on (see {@link PredictionType#startErrorWeight}).
 */
public sealed interface LossWeighting {
    /** The weighting that a run's configuration asks for. */
    static LossWeighting of(DiffusionConfig config) {
        return switch (config.lossWeighting()) {
            case "constant" -> new Constant();
            case "min_snr" -> new MinSnr(config.minSnrGamma());
            case "p2" -> new P2(config.p2K(), config.p2Gamma());
            default ->
                    throw new IllegalArgumentException(
                            "loss_weighting is '"
                                    + config.lossWeighting()
                                    + "', allowed are constant, min_snr and p2");
        };
    }

    /** The weight of the squared error of an answer of this type at this ratio. */
    float weight(PredictionType type, float snr);

    /** Every time counts the same: Ho et al.'s L_simple. */
    record Constant() implements LossWeighting {
        @Override
        public float weight(PredictionType type, float snr) {
            return 1;
        }
    }

    /**
     * Min-SNR-γ: min(SNR, γ) as weight of the error in x_0; that is min(SNR, γ)/SNR for
     * ε-prediction and min(SNR, γ)/(SNR + 1) for v-prediction, so that the easy small timesteps do
     * not outvote the others. Source: Hang et al., Efficient Diffusion Training via Min-SNR
     * Weighting Strategy, 2023, arXiv:2303.09556, section 3.4.
     *
     * @param gamma γ, positive; 5 in the paper
     */
    record MinSnr(double gamma) implements LossWeighting {
        public MinSnr {
            if (!(gamma > 0)) {
                throw new IllegalArgumentException(
                        "min_snr_gamma is " + gamma + ", must be larger than 0");
            }
        }

        @Override
        public float weight(PredictionType type, float snr) {
            return Math.min(snr, (float) gamma) * type.startErrorWeight(snr);
        }
    }

    /**
     * P2: 1 / (k + SNR)^γ as weight of the error in ε, so that the almost clean samples, where
     * there is only imperceptible detail to learn, count less. Source: Choi et al., Perception
     * Prioritized Training of Diffusion Models, 2022, arXiv:2204.00227, equation 8.
     *
     * @param k keeps the weight finite at pure noise, positive; 1 in the paper
     * @param gamma γ, at least 0; 0 is constant, 1 the paper's choice
     */
    record P2(double k, double gamma) implements LossWeighting {
        public P2 {
            if (!(k > 0)) {
                throw new IllegalArgumentException("p2_k is " + k + ", must be larger than 0");
            }
            if (!(gamma >= 0)) {
                throw new IllegalArgumentException("p2_gamma is " + gamma + ", must be at least 0");
            }
        }

        @Override
        public float weight(PredictionType type, float snr) {
            double noiseErrorWeight = Math.pow(k + snr, -gamma);
            return type == PredictionType.EPSILON
                    ? (float) noiseErrorWeight
                    : (float) (noiseErrorWeight * snr * type.startErrorWeight(snr));
        }
    }
}
