package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The life of the arrays made on this thread while it is open: closing it frees them all, except
 * those that were named with {@link #keep} (they move to the enclosing scope) or {@link #release}
 * (they live until somebody closes them).
 *
 * <p>Native memory is invisible to the garbage collector, so every step, every sampling step and
 * every block's forward runs in one.
 */
public final class Scope implements AutoCloseable {
    private final NDScope scope;
    private final List<NDArray> kept = new ArrayList<>();

    private Scope() {
        TorchThread.prepare();
        scope = new NDScope();
    }

    public static Scope open() {
        return new Scope();
    }

    /** Runs the body in a scope of its own; only the returned array leaves it. */
    public static NDArray returning(Supplier<NDArray> body) {
        try (Scope scope = open()) {
            return scope.keep(body.get());
        }
    }

    /** The array outlives this scope and belongs to the enclosing one, if there is one. */
    public NDArray keep(NDArray array) {
        NDScope.unregister(array);
        kept.add(array);
        return array;
    }

    /**
     * The array belongs to no scope any more: whoever holds it closes it. To be called where the
     * array was made.
     */
    public static NDArray release(NDArray array) {
        NDScope.unregister(array);
        return array;
    }

    @Override
    public void close() {
        scope.close();
        for (NDArray array : kept) {
            NDScope.register(array);
        }
    }
}
