package ldmstudio.engine.diffusion;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How the variance β_t of the noise that is added at timestep t grows from t = 0 to T − 1.
 *
 * <p>Everything is rounded to fp32 where the reference rounds, so that tables agree to the last
 * bits.
 */
public enum BetaSchedule {
    /** β from start to end in equal steps (Ho, Jain, Abbeel, 2020, arXiv:2006.11239). */
    LINEAR("linear") {
        @Override
        float[] betas(int count, double start, double end) {
            return linspace((float) start, (float) end, count);
        }
    },

    /** √β in equal steps (Rombach et al., 2022, arXiv:2112.10752). */
    SCALED_LINEAR("scaled_linear") {
        @Override
        float[] betas(int count, double start, double end) {
            float[] betas = linspace((float) Math.sqrt(start), (float) Math.sqrt(end), count);
            for (int t = 0; t < count; t++) {
                betas[t] *= betas[t];
            }
            return betas;
        }
    },

    /** ᾱ(s) = cos²((s + 0.008) / 1.008 · π/2) (Nichol and Dhariwal, 2021, arXiv:2102.09672). */
    COSINE("cosine") {
        @Override
        float[] betas(int count, double start, double end) {
            return betasForAlphaBar(
                    count,
                    s -> {
                        double root = Math.cos((s + 0.008) / 1.008 * Math.PI / 2);
                        return root * root;
                    });
        }
    },

    /** β along a sigmoid from −6 to 6, scaled into [start, end]. */
    SIGMOID("sigmoid") {
        @Override
        float[] betas(int count, double start, double end) {
            float[] betas = linspace(-6, 6, count);
            for (int t = 0; t < count; t++) {
                float sigmoid = (float) (1 / (1 + Math.exp(-betas[t])));
                betas[t] = sigmoid * (float) (end - start) + (float) start;
            }
            return betas;
        }
    },

    /** Log signal-to-noise ratios that follow a Laplace distribution. */
    LAPLACE("laplace") {
        @Override
        float[] betas(int count, double start, double end) {
            return betasForAlphaBar(
                    count,
                    s -> {
                        double lambda =
                                -0.5
                                        * Math.copySign(1, 0.5 - s)
                                        * Math.log(1 - 2 * Math.abs(0.5 - s) + 1e-6);
                        double snr = Math.exp(lambda);
                        return Math.sqrt(snr / (1 + snr));
                    });
        }
    };

    /** A single step never destroys more than this; ᾱ would become 0 otherwise. */
    private static final double MAX_BETA = 0.999;

    private final String word;

    BetaSchedule(String word) {
        this.word = word;
    }

    /** The word of configurations and of diffusers' scheduler files. */
    public String word() {
        return word;
    }

    /**
     * The schedule that a configuration names; {@code squaredcos_cap_v2} is diffusers' name of
     * cosine.
     *
     * @throws IllegalArgumentException for an unknown word
     */
    public static BetaSchedule of(String word) {
        if (word.equals("squaredcos_cap_v2")) {
            return COSINE;
        }
        return Arrays.stream(values())
                .filter(schedule -> schedule.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "beta_schedule is '"
                                                + word
                                                + "', allowed are "
                                                + Arrays.stream(values())
                                                        .map(BetaSchedule::word)
                                                        .toList()));
    }

    /** β_0 … β_{count−1}. */
    abstract float[] betas(int count, double start, double end);

    /** Equal steps counted from both ends, as torch.linspace does. */
    private static float[] linspace(float start, float end, int count) {
        float[] values = new float[count];
        float step = (end - start) / (count - 1);
        for (int i = 0; i < count; i++) {
            values[i] = i < count / 2 ? start + step * i : end - step * (count - i - 1);
        }
        return values;
    }

    /** β_t = 1 − ᾱ((t+1)/T) / ᾱ(t/T), capped. */
    private static float[] betasForAlphaBar(int count, DoubleUnaryOperator alphaBar) {
        float[] betas = new float[count];
        for (int t = 0; t < count; t++) {
            double before = alphaBar.applyAsDouble((double) t / count);
            double after = alphaBar.applyAsDouble((double) (t + 1) / count);
            betas[t] = (float) Math.min(1 - after / before, MAX_BETA);
        }
        return betas;
    }
}
