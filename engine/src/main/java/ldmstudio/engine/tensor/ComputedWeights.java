package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Weights in the arithmetic of the run. The fp32 masters are cast inside each operator while a step
 * is recorded, so that gradients reach them; where nothing is recorded they are cast once, into the
 * memory format of the pictures that they meet, and kept until they change ({@link DerivedArrays}).
 */
public final class ComputedWeights {
    private ComputedWeights() {}

    /** The weights as an operator takes them without another copy; owned by the library. */
    public static NDArray of(Ops ops, NDArray weight) {
        if (ops.compute() == ComputeType.FP32 || Gradients.differentiated()) {
            return weight;
        }
        int format = weight.getShape().dimension() == 4 ? ops.memoryFormat() : Layout.PLAIN;
        return ops.derived()
                .of(
                        weight,
                        "cast",
                        () ->
                                ops.script()
                                        .tensor(
                                                "computed_weight",
                                                weight,
                                                ops.compute().scalarType(),
                                                format));
    }
}
