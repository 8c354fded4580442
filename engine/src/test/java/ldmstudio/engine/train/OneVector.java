package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.Ops;

/** The smallest network: one vector named w. */
final class OneVector extends Module {
    private final Parameter w;

    OneVector(Ops ops, float... values) {
        super(ops);
        w = parameter("w", Initializer.constant(0), values.length);
        w.set(values);
    }

    NDArray w() {
        return w.array();
    }

    void set(float[] values) {
        w.set(values);
    }
}
