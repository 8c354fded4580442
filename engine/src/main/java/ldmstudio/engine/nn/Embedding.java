package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/** A table of vectors, {@code (B) of int64 → (B, width)}. */
public final class Embedding extends Module {
    private final Parameter weight;

    public Embedding(Ops ops, int entries, int width) {
        this(ops, entries, width, Initializer.normal(0, 1));
    }

    public Embedding(Ops ops, int entries, int width, Initializer weights) {
        super(ops);
        weight = parameter("weight", weights, entries, width);
    }

    /** All entries, {@code (entries, width)}. */
    public NDArray table() {
        return weight.array();
    }

    public NDArray forward(NDArray index) {
        return ops.embedding(weight.array(), index);
    }
}
