package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Norms of pictures {@code (B, C, H, W)}, their statistics in fp32. */
public final class NormOps {
    /** Below it libtorch's channels-last group norm takes another way, slow for narrow groups. */
    private static final long NORM_ROWS = 1024;

    /** That way wants the channels of a group in whole vectors. */
    private static final long NORM_VECTOR = 8;

    private final Ops ops;
    private final TorchScript script;

    public NormOps(Ops ops) {
        this.ops = ops;
        this.script = ops.script();
    }

    public NDArray groupNorm(NDArray x, int groups, NDArray weight, NDArray bias, double eps) {
        return normsByRows(x, groups)
                ? script.tensor("group_norm_rows", x, groups, weight, bias, eps, false)
                : script.tensor("group_norm", x, groups, weight, bias, eps);
    }

    public NDArray groupNormSilu(NDArray x, int groups, NDArray weight, NDArray bias, double eps) {
        if (normsByRows(x, groups)) {
            return script.tensor("group_norm_rows", x, groups, weight, bias, eps, true);
        }
        String operator =
                Gradients.differentiated() ? "group_norm_silu" : "group_norm_silu_in_place";
        return script.tensor(operator, x, groups, weight, bias, eps);
    }

    /**
     * Whether libtorch's own group norm would go through the channels of a group one by one
     * (measured: 3.0 ms against 0.7).
     */
    private boolean normsByRows(NDArray x, int groups) {
        Shape shape = x.getShape();
        return shape.dimension() == 4
                && shape.get(2) * shape.get(3) < NORM_ROWS
                && shape.get(1) / groups % NORM_VECTOR != 0
                && !ops.device().isGpu()
                && !Gradients.differentiated()
                && ops.memoryFormat() != Layout.PLAIN;
    }

    /**
     * Batch norm; while training, the running statistics are moved in place by {@code momentum}.
     */
    public NDArray batchNorm(
            NDArray x,
            NDArray weight,
            NDArray bias,
            NDArray runningMean,
            NDArray runningVar,
            boolean training,
            double momentum,
            double eps) {
        return script.tensor(
                "batch_norm", x, weight, bias, runningMean, runningVar, training, momentum, eps);
    }
}
