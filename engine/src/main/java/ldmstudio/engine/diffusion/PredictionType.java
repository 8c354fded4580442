package ldmstudio.engine.diffusion;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * What the denoiser's output means. All carry the same information where there is both picture and
 * noise, that is 0 < a and 0 < s in x = a·x_0 + s·ε.
 */
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
    },

    /** The velocity ε − x_0 of flow matching, along the straight line from picture to noise. */
    VELOCITY("velocity") {
        @Override
        public NDArray target(NoiseLevel level, NDArray start, NDArray noise) {
            return noise.sub(start);
        }

        @Override
        public NDArray predictStart(NoiseLevel level, NDArray xt, NDArray output) {
            return level.predictStartFromFlow(xt, output);
        }

        @Override
        public NDArray predictNoise(NoiseLevel level, NDArray xt, NDArray output) {
            return level.predictNoiseFromFlow(xt, output);
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
     * The type that a configuration names; {@code flow_prediction} is diffusers' name of velocity.
     *
     * @throws IllegalArgumentException for an unknown word
     */
    public static PredictionType of(String word) {
        if (word.equals("flow_prediction")) {
            return VELOCITY;
        }
        return Arrays.stream(values())
                .filter(type -> type.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "prediction_type is '"
                                                + word
                                                + "', allowed are epsilon, sample,"
                                                + " v_prediction and velocity"));
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

    /**
     * What the squared error of an answer has to be multiplied with to count as a squared error in
     * x_0 counts: (s/a)² = 1/SNR for ε, 1 for x_0, s²/(a² + s²) = 1/(SNR + 1) for v and (s/(a +
     * s))² = 1/(√SNR + 1)² for the velocity, inverted.
     */
    float startErrorWeight(float snr) {
        return switch (this) {
            case EPSILON -> 1 / snr;
            case SAMPLE -> 1;
            case V_PREDICTION -> 1 / (snr + 1);
            case VELOCITY -> {
                float root = (float) Math.sqrt(snr) + 1;
                yield 1 / (root * root);
            }
        };
    }
}
