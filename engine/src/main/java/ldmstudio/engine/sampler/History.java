package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import ldmstudio.engine.tensor.Scope;

/** The newest arrays of a multistep sampler; they outlive the steps that made them. */
final class History implements AutoCloseable {
    private final Deque<NDArray> arrays = new ArrayDeque<>();
    private final int capacity;

    History(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an array of this step; the oldest is freed when there are too many. */
    void add(NDArray array) {
        // A copy: the array itself may be what the step answers or what the denoiser keeps.
        arrays.addFirst(Scope.release(array.duplicate()));
        if (arrays.size() > capacity) {
            arrays.removeLast().close();
        }
    }

    int size() {
        return arrays.size();
    }

    /** The array that was added {@code age} additions before the newest. */
    NDArray get(int age) {
        List<NDArray> all = new ArrayList<>(arrays);
        return all.get(age);
    }

    @Override
    public void close() {
        arrays.forEach(NDArray::close);
        arrays.clear();
    }
}
