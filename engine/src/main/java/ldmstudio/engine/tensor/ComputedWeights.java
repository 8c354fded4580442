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
        return Gradients.differentiated() ? weight : kept(ops, weight, ops.memoryFormat());
    }

    /** The same for weights that are never trained: cast once also where a step is recorded. */
    public static NDArray frozen(Ops ops, NDArray weight) {
        return kept(ops, weight, ops.memoryFormat());
    }

    /** Cast once, in the memory format of the pictures that weights of four axes meet. */
    static NDArray kept(Ops ops, NDArray weight, int pictures) {
        if (ops.compute() == ComputeType.FP32) {
            return weight;
        }
        int format = weight.getShape().dimension() == 4 ? pictures : Layout.PLAIN;
        return ops.derived()
                .of(
                        weight,
                        "cast " + format,
                        () ->
                                ops.script()
                                        .tensor(
                                                "computed_weight",
                                                weight,
                                                ops.compute().scalarType(),
                                                format));
    }
}
