package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import ldmstudio.engine.tensor.Ops;

/**
 * What a sampler does to a predicted x_0 that leaves the range of the data. For pixels in [−1, 1];
 * latents have no fixed range, so {@link None} is for them.
 */
public sealed interface StartCorrection {
    /** The corrected x_0 {@code (B, …)}. */
    NDArray apply(Ops ops, NDArray start);

    /** Leaves x_0 as it is. */
    record None() implements StartCorrection {
        @Override
        public NDArray apply(Ops ops, NDArray start) {
            return start;
        }
    }

    /**
     * Clips to [−range, range].
     *
     * @param range positive
     */
    record Clip(double range) implements StartCorrection {
        public Clip {
            if (!(range > 0)) {
                throw new IllegalArgumentException(
                        "clip_sample_range is " + range + ", must be larger than 0");
            }
        }

        @Override
        public NDArray apply(Ops ops, NDArray start) {
            return start.clip((float) -range, (float) range);
        }
    }

    /**
     * Dynamic thresholding: s is the given quantile of a sample's |x_0|, kept within [1, maximum];
     * x_0 is clipped to [−s, s] and divided by s. Keeps strong guidance from saturating. Source:
     * Saharia et al., Imagen, 2022, arXiv:2205.11487, section 2.3.
     *
     * @param ratio the quantile, in (0, 1]
     * @param maximum largest s, at least 1
     */
    record Threshold(double ratio, double maximum) implements StartCorrection {
        public Threshold {
            if (!(ratio > 0 && ratio <= 1)) {
                throw new IllegalArgumentException(
                        "dynamic_thresholding_ratio is " + ratio + ", must be in (0, 1]");
            }
            if (!(maximum >= 1)) {
                throw new IllegalArgumentException(
                        "sample_max_value is " + maximum + ", must be at least 1");
            }
        }

        @Override
        public NDArray apply(Ops ops, NDArray start) {
            int batch = Math.toIntExact(start.getShape().get(0));
            float[] values = ops.floats(start);
            int each = values.length / batch;
            float[] thresholds = new float[batch];
            for (int b = 0; b < batch; b++) {
                float[] sizes = new float[each];
                for (int i = 0; i < each; i++) {
                    sizes[i] = Math.abs(values[b * each + i]);
                }
                thresholds[b] = (float) Math.min(Math.max(quantile(sizes), 1), maximum);
            }
            long[] shape = new long[start.getShape().dimension()];
            Arrays.fill(shape, 1);
            shape[0] = batch;
            NDArray s = ops.array(thresholds, shape);
            return start.minimum(s).maximum(s.neg()).div(s);
        }

        /** Linear between the two nearest ranks. */
        private double quantile(float[] values) {
            Arrays.sort(values);
            double rank = ratio * (values.length - 1);
            int below = (int) Math.floor(rank);
            int above = Math.min(below + 1, values.length - 1);
            return values[below] + (rank - below) * ((double) values[above] - values[below]);
        }
    }
}
