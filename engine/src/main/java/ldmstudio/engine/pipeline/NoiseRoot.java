package ldmstudio.engine.pipeline;

import ai.djl.ndarray.types.Shape;
import ldmstudio.engine.sampler.NoiseSource;
import ldmstudio.engine.sampler.SeededNoise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Where all noise of one picture comes from.
 *
 * @param seed of the series
 * @param index of the picture in the series
 * @param variation of the first noise
 * @param given the first noise itself, as an inversion finds it; null: that of the seed
 */
@SuppressWarnings("ArrayRecordComponent") // compared only to find the same array again
record NoiseRoot(long seed, int index, Variation variation, float @Nullable [] given) {
    static NoiseRoot of(long seed) {
        return new NoiseRoot(seed, 0, Variation.NONE, null);
    }

    static NoiseRoot of(long seed, float[] given) {
        return new NoiseRoot(seed, 0, Variation.NONE, given);
    }

    /** The first noise of one picture {@code (1, C, H, W)}. */
    float[] start(Ops ops, Shape shape) {
        if (given != null) {
            return given;
        }
        try (Scope scope = Scope.open()) {
            return ops.floats(variation.of(ops, source(ops).start(shape), index));
        }
    }

    /** The noise of a step. */
    float[] step(Ops ops, int step, Shape shape) {
        try (Scope scope = Scope.open()) {
            return ops.floats(source(ops).noise(step, shape));
        }
    }

    private NoiseSource source(Ops ops) {
        return SeededNoise.series(ops, seed, index, 1);
    }
}
