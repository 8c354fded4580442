package ldmstudio.engine.nn;

import ldmstudio.engine.tensor.Noise;

/**
 * How the numbers of a fresh parameter are drawn; a pure function of the noise, so of the seed and
 * the name.
 */
@FunctionalInterface
public interface Initializer {
    /** The numbers of one parameter in row-major order. */
    float[] fill(Noise noise, int count);

    /** All the same number. */
    static Initializer constant(float value) {
        return (noise, count) -> {
            float[] out = new float[count];
            java.util.Arrays.fill(out, value);
            return out;
        };
    }

    /**
     * U(−1/√fanIn, 1/√fanIn): torch's default of convolutions and linear layers (He et al., 2015,
     * with a = √5).
     */
    static Initializer kaimingUniform(long fanIn) {
        float bound = (float) (1 / Math.sqrt(fanIn));
        return (noise, count) -> {
            float[] out = noise.uniform(0, 0, count);
            for (int i = 0; i < count; i++) {
                out[i] = (2 * out[i] - 1) * bound;
            }
            return out;
        };
    }

    /**
     * U(−√(6 / (fanIn + fanOut)), √(6 / (fanIn + fanOut))) (Glorot and Bengio, 2010, equation 16).
     */
    static Initializer xavierUniform(long fanIn, long fanOut) {
        float bound = (float) Math.sqrt(6.0 / (fanIn + fanOut));
        return (noise, count) -> {
            float[] out = noise.uniform(0, 0, count);
            for (int i = 0; i < count; i++) {
                out[i] = (2 * out[i] - 1) * bound;
            }
            return out;
        };
    }

    /** U(−bound, bound). */
    static Initializer uniform(float bound) {
        return (noise, count) -> {
            float[] out = noise.uniform(0, 0, count);
            for (int i = 0; i < count; i++) {
                out[i] = (2 * out[i] - 1) * bound;
            }
            return out;
        };
    }

    /** N(mean, std²). */
    static Initializer normal(float mean, float std) {
        return (noise, count) -> {
            float[] out = noise.normal(0, 0, count);
            for (int i = 0; i < count; i++) {
                out[i] = mean + std * out[i];
            }
            return out;
        };
    }
}
