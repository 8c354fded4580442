package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import ldmstudio.engine.sampler.NoiseSource;
import ldmstudio.engine.tensor.Ops;

/**
 * The noise of a picture between others: that of the first step, and of every step, mixed alike.
 */
final class WalkNoise implements NoiseSource {
    /** Between several noises, each {@code (1, C, H, W)} in a row. */
    @FunctionalInterface
    interface Between {
        float[] of(List<float[]> all);

        /** With shares that add up to 1. */
        static Between shares(NoiseMix mix, double[] shares) {
            return all -> mix.of(all, shares, all.get(0).length);
        }

        /**
         * cos(2πt) a + sin(2πt) b: round in the plane of two noises. A sum of independent normals
         * whose squared factors add up to 1 is as normal as they are.
         */
        static Between circle(double time) {
            double cosine = Math.cos(2 * Math.PI * time);
            double sine = Math.sin(2 * Math.PI * time);
            return all -> {
                float[] a = all.get(0);
                float[] b = all.get(1);
                if (sine == 0 && cosine > 0) {
                    return a;
                }
                float[] out = new float[a.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = (float) (cosine * a[i] + sine * b[i]);
                }
                return out;
            };
        }
    }

    private final Ops ops;
    private final List<NoiseRoot> roots;
    private final Between between;
    private final Function<NoiseRoot, float[]> starts;

    /**
     * @param starts the first noise of a root, which may be remembered
     */
    WalkNoise(
            Ops ops, List<NoiseRoot> roots, Between between, Function<NoiseRoot, float[]> starts) {
        this.ops = ops;
        this.roots = roots;
        this.between = between;
        this.starts = starts;
    }

    @Override
    public NDArray start(Shape shape) {
        List<float[]> all = new ArrayList<>();
        for (NoiseRoot root : roots) {
            all.add(starts.apply(root));
        }
        return ops.array(between.of(all), shape.getShape());
    }

    @Override
    public NDArray noise(int step, Shape shape) {
        List<float[]> all = new ArrayList<>();
        NoiseRoot before = null;
        for (NoiseRoot root : roots) {
            // The same array where the noise is the same, so that it stays what it is.
            boolean same =
                    before != null
                            && before.seed() == root.seed()
                            && before.index() == root.index();
            all.add(same ? all.get(all.size() - 1) : root.step(ops, step, shape));
            before = root;
        }
        return ops.array(between.of(all), shape.getShape());
    }
}
