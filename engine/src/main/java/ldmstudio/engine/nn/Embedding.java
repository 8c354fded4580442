package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/** A table of vectors, {@code (B) of int64 → (B, width)}. */
public final class Embedding extends Module {
    private final Parameter weight;

    public Embedding(Ops ops, int entries, int width) {
        super(ops);
        weight = parameter("weight", Initializer.normal(0, 1), entries, width);
    }

    public NDArray forward(NDArray index) {
        return ops.embedding(weight.array(), index);
    }
}
