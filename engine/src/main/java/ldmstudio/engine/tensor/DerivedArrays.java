package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that are computed from weights and kept as long as these stay: one for an array. An
 * operator that changes a list of arrays in place ({@link ListOps}) frees what was computed from
 * them, so a training holds none of its own network.
 */
public final class DerivedArrays {
    private final Map<NDArray, NDArray> bySource = new IdentityHashMap<>();

    DerivedArrays() {}

    /**
     * What was computed from an array, or is computed now.
     *
     * @param how has no other input that changes; always the same for the same array
     */
    public synchronized NDArray of(NDArray source, Supplier<NDArray> how) {
        NDArray known = bySource.get(source);
        if (known == null) {
            try (Scope scope = Scope.open()) {
                known = Scope.release(how.get());
            }
            bySource.put(source, known);
        }
        return known;
    }

    /** Frees what was computed from an array; to be called when it is closed. */
    public synchronized void forget(@Nullable NDArray source) {
        NDArray known = source == null ? null : bySource.remove(source);
        if (known != null) {
            known.close();
        }
    }

    /** Frees what was computed from any of these arguments. */
    synchronized void changed(Object... arguments) {
        if (bySource.isEmpty()) {
            return;
        }
        for (Object argument : arguments) {
            if (argument instanceof NDArray array) {
                forget(array);
            } else if (argument instanceof List<?> list) {
                changed(list.toArray());
            }
        }
    }
}
