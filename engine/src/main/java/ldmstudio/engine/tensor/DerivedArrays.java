package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that are computed from weights and kept as long as these stay, each under a name of what
 * it is for. An operator that changes a list of arrays in place ({@link ListOps}) frees what was
 * computed from them, so a training holds none of its own network.
 */
public final class DerivedArrays {
    private final Map<NDArray, Map<String, NDArray>> bySource = new IdentityHashMap<>();
    private long numbers;

    DerivedArrays() {}

    /**
     * What was computed from an array, or is computed now.
     *
     * @param purpose tells what is computed from the same array apart
     * @param how has no other input that changes; always the same for the same array
     */
    public synchronized NDArray of(NDArray source, String purpose, Supplier<NDArray> how) {
        Map<String, NDArray> all = bySource.computeIfAbsent(source, array -> new HashMap<>());
        NDArray known = all.get(purpose);
        if (known == null) {
            try (Scope scope = Scope.open()) {
                known = Scope.release(how.get());
            }
            all.put(purpose, known);
            numbers += known.getShape().size();
        }
        return known;
    }

    /** What is kept for this purpose; null: nothing. */
    synchronized @Nullable NDArray known(NDArray source, String purpose) {
        Map<String, NDArray> all = bySource.get(source);
        return all == null ? null : all.get(purpose);
    }

    /** How many numbers are kept. */
    synchronized long numbers() {
        return numbers;
    }

    /** Frees what was computed from an array; to be called when it is closed. */
    public synchronized void forget(@Nullable NDArray source) {
        Map<String, NDArray> known = source == null ? null : bySource.remove(source);
        if (known != null) {
            for (NDArray array : known.values()) {
                numbers -= array.getShape().size();
                array.close();
            }
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
