package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
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

    /**
     * As {@link #forward}, where the index behind the last row stands for a row of zeros.
     *
     * @throws IllegalArgumentException for an index that is neither a row nor the one behind
     */
    public NDArray forwardOrZero(NDArray index) {
        long entries = weight.shape().get(0);
        for (long row : index.toLongArray()) {
            if (row < 0 || row > entries) {
                throw new IllegalArgumentException(
                        "A label is "
                                + row
                                + ", but the network knows 0 to "
                                + (entries - 1)
                                + ", and "
                                + entries
                                + " for none");
            }
        }
        NDArray none = ops.zeros(1, weight.shape().get(1));
        return ops.embedding(ops.cat(List.of(weight.array(), none), 0), index);
    }
}
