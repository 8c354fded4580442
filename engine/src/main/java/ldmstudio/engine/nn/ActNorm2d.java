package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * y = s (x + b) with one scale and one shift a channel of {@code (B, C, H, W)}, in fp32: a norm
 * without batch statistics. The first batch seen in training sets b = −μ and s = 1 / (σ + 10⁻⁶) of
 * its channels, so that the outputs begin with mean 0 and deviation 1; from then on both are
 * learned.
 *
 * <p>Kingma and Dhariwal, 2018, arXiv:1807.03039, section 3.1, with the names and the unbiased σ of
 * taming-transformers' ActNorm ({@code loc}, {@code scale}, {@code initialized}).
 */
public final class ActNorm2d extends Module {
    private static final float EPS = 1e-6f;

    private final int channels;
    private final Parameter loc;
    private final Parameter scale;
    private final Parameter initialized;

    public ActNorm2d(Ops ops, int channels) {
        super(ops);
        this.channels = channels;
        loc = parameter("loc", Initializer.constant(0), 1, channels, 1, 1);
        scale = parameter("scale", Initializer.constant(1), 1, channels, 1, 1);
        initialized = buffer("initialized", Initializer.constant(0));
    }

    public NDArray forward(NDArray x) {
        NDArray wide = ops.cast(x, ComputeType.FP32);
        if (training() && ops.item(initialized.array()) == 0) {
            begin(wide);
        }
        return scale.array().mul(wide.add(loc.array()));
    }

    private void begin(NDArray x) {
        try (Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            NDArray rows = ops.reshape(ops.permute(x, 1, 0, 2, 3), channels, -1);
            long count = rows.getShape().get(1);
            NDArray mean = rows.mean(new int[] {1}, true);
            NDArray squares = rows.sub(mean).square().sum(new int[] {1});
            float[] means = ops.floats(mean);
            float[] scales = ops.floats(squares);
            for (int c = 0; c < channels; c++) {
                means[c] = -means[c];
                // One pixel has no deviation: its scale stays 1.
                double deviation = count > 1 ? Math.sqrt(scales[c] / (count - 1)) : 1;
                scales[c] = (float) (1 / (deviation + EPS));
            }
            loc.set(means);
            this.scale.set(scales);
            initialized.set(new float[] {1});
        }
    }
}
