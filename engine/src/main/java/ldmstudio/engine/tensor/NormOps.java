package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Norms of pictures {@code (B, C, H, W)}, their statistics in fp32. */
public final class NormOps {
    /** Below it libtorch's channels-last group norm takes another way, slow for narrow groups. */
    private static final long NORM_ROWS = 1024;

    /** That way wants the channels of a group in whole vectors; in bf16 of twice as many. */
    private static final long NORM_VECTOR = 8;

    private final Ops ops;
    private final TorchScript script;

    public NormOps(Ops ops) {
        this.ops = ops;
        this.script = ops.script();
    }

    /**
     * Whether norms read and answer bf16 as it is, their statistics and weights still in fp32, so
     * that no fp32 copy lies between a norm and its neighbours: forward and backward they take half
     * the time (measured). Only a CPU's can.
     */
    static boolean mixed(Ops ops) {
        return ops.compute() == ComputeType.BF16 && !ops.device().isGpu();
    }

    public NDArray groupNorm(NDArray x, int groups, NDArray weight, NDArray bias, double eps) {
        return normsByRows(x, groups)
                ? script.tensor("group_norm_rows", x, groups, weight, bias, eps, false, rowsType())
                : script.tensor(
                        mixed(ops) ? "group_norm_mixed" : "group_norm",
                        x,
                        groups,
                        weight,
                        bias,
                        eps);
    }

    public NDArray groupNormSilu(NDArray x, int groups, NDArray weight, NDArray bias, double eps) {
        if (normsByRows(x, groups)) {
            return script.tensor("group_norm_rows", x, groups, weight, bias, eps, true, rowsType());
        }
        return script.tensor(siluOperator(), x, groups, weight, bias, eps);
    }

    /** A history needs what SiLU was given. */
    private String siluOperator() {
        if (Gradients.differentiated()) {
            return mixed(ops) ? "group_norm_silu_recorded" : "group_norm_silu";
        }
        return mixed(ops) ? "group_norm_silu_mixed" : "group_norm_silu_in_place";
    }

    /** In what the rows are answered. */
    private int rowsType() {
        return (mixed(ops) ? ComputeType.BF16 : ComputeType.FP32).scalarType();
    }

    /**
     * Whether libtorch's own group norm would go through the channels of a group one by one
     * (measured: 3.0 ms against 0.7; in bf16 4.1 against 1.2, and 3.0 against 1.5 for eight
     * channels in a group).
     */
    private boolean normsByRows(NDArray x, int groups) {
        Shape shape = x.getShape();
        return shape.dimension() == 4
                && shape.get(2) * shape.get(3) < NORM_ROWS
                && shape.get(1) / groups % (mixed(ops) ? 2 * NORM_VECTOR : NORM_VECTOR) != 0
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
                mixed(ops) ? "batch_norm_mixed" : "batch_norm",
                x,
                weight,
                bias,
                runningMean,
                runningVar,
                training,
                momentum,
                eps);
    }
}
