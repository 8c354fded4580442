package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import ldmstudio.engine.tensor.ComputedWeights;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** A named fp32 array of a network: a trained parameter, or a buffer such as a running mean. */
public final class Parameter {
    private final Ops ops;
    private final Shape shape;
    private final Initializer initializer;
    private final boolean trainable;
    private @Nullable NDArray array;

    Parameter(Ops ops, Shape shape, Initializer initializer, boolean trainable) {
        this.ops = ops;
        this.shape = shape;
        this.initializer = initializer;
        this.trainable = trainable;
    }

    public Shape shape() {
        return shape;
    }

    public boolean trainable() {
        return trainable;
    }

    /**
     * The values.
     *
     * @throws IllegalStateException before {@link Module#initialize} or {@link Module#load}
     */
    public NDArray array() {
        if (array == null) {
            throw new IllegalStateException(
                    "The network has no weights yet: initialize or load it first");
        }
        return array;
    }

    /**
     * The values in the arithmetic of the run, see {@link ComputedWeights}; for operators that
     * would cast them.
     */
    public NDArray computed() {
        return trainable ? ComputedWeights.of(ops, array()) : ComputedWeights.frozen(ops, array());
    }

    void initialize(String name, long seed) {
        set(initializer.fill(new Noise(seed, "init/" + name), Math.toIntExact(shape.size())));
    }

    /** Copies the numbers in; the array stays the same object once it exists. */
    public void set(float[] values) {
        try (Scope scope = Scope.open()) {
            NDArray fresh = ops.array(values, shape.getShape());
            if (array == null) {
                array = Scope.release(fresh);
                array.setRequiresGradient(trainable);
            } else {
                new ListOps(ops).copy(List.of(array), List.of(fresh));
            }
        }
    }

    /**
     * Puts another array of the same shape in this place and returns the one that was here; nothing
     * is copied.
     */
    public NDArray exchange(NDArray other) {
        NDArray before = array();
        array = other;
        return before;
    }

    void close() {
        if (array != null) {
            ops.derived().forget(array);
            array.close();
            array = null;
        }
    }
}
