package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.Set;

/**
 * Counts the copies of arrays into another arithmetic: operands of convolutions, products and
 * attention that are not in the compute type yet, and of norms that read fp32 alone.
 */
public final class CastCount implements OperatorWatch {
    private static final Set<String> COMPUTED =
            Set.of(
                    "conv2d",
                    "conv2d_plain",
                    "conv_transpose2d",
                    "upsample2x_conv",
                    "upsample2x_kept",
                    "linear",
                    "linear_plain",
                    "picture_to_tokens_cast",
                    "tokens_to_picture_cast",
                    "attention_fused",
                    "attention_products",
                    "attention_masked",
                    "depthwise_tokens",
                    "computed_weight");

    private static final Set<String> WIDENED =
            Set.of("group_norm", "group_norm_silu", "group_norm_silu_in_place", "layer_norm");

    private final Ops ops;
    private boolean asking;
    private long arrays;
    private double megabytes;

    public CastCount(Ops ops) {
        this.ops = ops;
    }

    /** Copies so far. */
    public long arrays() {
        return arrays;
    }

    /** Numbers that were copied, in MB as fp32. */
    public double megabytes() {
        return megabytes;
    }

    @Override
    public void called(String operator, Object[] arguments, long nanoseconds) {
        if (asking) {
            return;
        }
        if (COMPUTED.contains(operator)) {
            for (Object argument : arguments) {
                count(argument, ops.compute());
            }
        } else if (WIDENED.contains(operator)) {
            count(arguments[0], ComputeType.FP32);
        } else if (operator.equals("norm_silu_conv")) {
            // The norm answers in fp32.
            count(arguments[0], ComputeType.FP32);
            if (ops.compute() != ComputeType.FP32) {
                add((NDArray) arguments[0]);
            }
            count(arguments[5], ops.compute());
            count(arguments[6], ops.compute());
        } else if (operator.equals("norm_silu_conv_mixed")) {
            // The norm answers in what it was given.
            count(arguments[0], ops.compute());
            count(arguments[5], ops.compute());
            count(arguments[6], ops.compute());
        }
    }

    private void count(Object argument, ComputeType wanted) {
        if (argument instanceof NDArray array && !is(array, wanted)) {
            add(array);
        }
    }

    private void add(NDArray array) {
        arrays++;
        megabytes += 4.0 * array.getShape().size() / 1e6;
    }

    private boolean is(NDArray array, ComputeType type) {
        asking = true;
        try {
            return ops.script().flag("is_type", array, type.scalarType());
        } finally {
            asking = false;
        }
    }
}
