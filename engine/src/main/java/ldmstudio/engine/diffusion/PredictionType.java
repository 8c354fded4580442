package ldmstudio.engine.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** What the denoiser's output means; the three carry the same information at 0 < ᾱ_t < 1. */
public enum PredictionType {
    /** The noise ε. */
    EPSILON("epsilon") {
        @Override
        public NDArray target(NoiseLevel level, NDArray start, NDArray noise) {
            return noise;
        }

        @Override
        public NDArray predictStart(NoiseLevel level, NDArray xt, NDArray output) {
            return level.predictStartFromNoise(xt, output);
        }

        @Override
        public NDArray predictNoise(NoiseLevel level, NDArray xt, NDArray output) {
            return output;
        }
    },

    /** The clean sample x_0. */
    SAMPLE("sample") {
        @Override
        public NDArray target(NoiseLevel level, NDArray start, NDArray noise) {
            return start;
        }

        @Override
        public NDArray predictStart(NoiseLevel level, NDArray xt, NDArray output) {
            return output;
        }

        @Override
        public NDArray predictNoise(NoiseLevel level, NDArray xt, NDArray output) {
            return level.predictNoiseFromStart(xt, output);
        }
    },

    /** The velocity v = √ᾱ_t ε − √(1 − ᾱ_t) x_0. */
    V_PREDICTION("v_prediction") {
        @Override
        public NDArray target(NoiseLevel level, NDArray start, NDArray noise) {
            return level.velocity(start, noise);
        }

        @Override
        public NDArray predictStart(NoiseLevel level, NDArray xt, NDArray output) {
            return level.predictStartFromVelocity(xt, output);
        }

        @Override
        public NDArray predictNoise(NoiseLevel level, NDArray xt, NDArray output) {
            return level.predictNoiseFromVelocity(xt, output);
        }
    };

    private final String word;

    PredictionType(String word) {
        this.word = word;
    }

    /** The word of configurations and of diffusers' scheduler files. */
    public String word() {
        return word;
    }

    /**
     * The type that a configuration names.
     *
     * @throws IllegalArgumentException for an unknown word
     */
    public static PredictionType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "prediction_type is '"
                                                + word
                                                + "', allowed are epsilon, sample and"
                                                + " v_prediction"));
    }

    /** What the denoiser should have answered. */
    public abstract NDArray target(NoiseLevel level, NDArray start, NDArray noise);

    /** The x_0 that an answer implies. */
    public abstract NDArray predictStart(NoiseLevel level, NDArray xt, NDArray output);

    /** The ε that an answer implies. */
    public abstract NDArray predictNoise(NoiseLevel level, NDArray xt, NDArray output);

    /**
     * Refuses timesteps at which this type says nothing about x_0.
     *
     * @throws IllegalArgumentException for epsilon where ᾱ_t = 0
     */
    public void check(NoiseSchedule schedule, int[] timesteps) {
        for (int timestep : timesteps) {
            if (this == EPSILON && schedule.alphaCumprod(timestep) == 0) {
                throw new IllegalArgumentException(
                        "prediction_type epsilon cannot start from timestep "
                                + timestep
                                + ": nothing of the picture is left there (zero terminal SNR)."
                                + " Use v_prediction or sample, or a schedule that is not"
                                + " rescaled");
            }
        }
    }

    /** The loss weight of min-SNR, see {@link LossWeighting}. */
    float minSnrWeight(float snr, float gamma) {
        float clamped = Math.min(snr, gamma);
        return switch (this) {
            case EPSILON -> clamped / snr;
            case SAMPLE -> clamped;
            case V_PREDICTION -> clamped / (snr + 1);
        };
    }
}
