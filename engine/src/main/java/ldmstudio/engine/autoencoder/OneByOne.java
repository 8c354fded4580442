package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Large pictures of a batch, one after the other: each fills the machine alone, and only one is in
 * memory. Small ones stay together, so that weights are read once for all of them.
 */
final class OneByOne {
    /** Pixels of a large picture. */
    private static final long LARGE = 128 * 128;

    private OneByOne() {}

    /** Whether pictures of this size are computed alone: nothing is recorded either. */
    static boolean pays(Ops ops, Module network, NDArray x) {
        return pays(ops, network, x.getShape().get(2) * x.getShape().get(3));
    }

    static boolean pays(Ops ops, Module network, long pixels) {
        return pixels >= LARGE && !network.training() && ops.savesMemory();
    }

    /** The function of each picture by itself where that {@link #pays}, else of the batch. */
    static NDArray apply(Ops ops, Module network, NDArray batch, UnaryOperator<NDArray> function) {
        long count = batch.getShape().get(0);
        if (count == 1 || !pays(ops, network, batch)) {
            return function.apply(batch);
        }
        List<NDArray> results = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            NDArray one = ops.narrow(batch, 0, i, 1);
            results.add(Scope.returning(() -> function.apply(one)));
        }
        return ops.cat(results, 0);
    }
}
