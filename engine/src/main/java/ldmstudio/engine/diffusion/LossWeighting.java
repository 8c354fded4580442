package ldmstudio.engine.diffusion;

/**
 * How much a sample's loss counts, by its timestep.
 *
 * <p>Constant: 1, Ho et al.'s L_simple. Min-SNR: min(SNR_t, γ) as weight of the error in x_0; that
 * is min(SNR, γ)/SNR for ε-prediction and min(SNR, γ)/(SNR + 1) for v-prediction, so that the easy
 * small timesteps do not outvote the others. Source: Hang et al., Efficient Diffusion Training via
 * Min-SNR Weighting Strategy, 2023, arXiv:2303.09556, section 3.4.
 */
public sealed interface LossWeighting {
    /** The weight of timestep t. */
    float weight(NoiseSchedule schedule, PredictionType type, int timestep);

    /** Every timestep counts the same. */
    record Constant() implements LossWeighting {
        @Override
        public float weight(NoiseSchedule schedule, PredictionType type, int timestep) {
            return 1;
        }
    }

    /**
     * Min-SNR-γ.
     *
     * @param gamma γ, positive; 5 in the paper
     */
    record MinSnr(double gamma) implements LossWeighting {
        public MinSnr {
            if (!(gamma > 0)) {
                throw new IllegalArgumentException(
                        "snr_gamma is " + gamma + ", must be larger than 0");
            }
        }

        @Override
        public float weight(NoiseSchedule schedule, PredictionType type, int timestep) {
            return type.minSnrWeight(schedule.snr(timestep), (float) gamma);
        }
    }
}
