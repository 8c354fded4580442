package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Gradients;

/**
 * A picture that is handed on from layer to layer. Where nothing is recorded each one is freed as
 * soon as the next is there, not at the end of the scope: of a large picture two are in memory
 * instead of all.
 */
public final class Relay {
    private final NDArray given;
    private NDArray current;

    /**
     * @param given belongs to the caller and is not freed
     */
    public Relay(NDArray given) {
        this.given = given;
        this.current = given;
    }

    /** What is handed on now. */
    public NDArray get() {
        return current;
    }

    /** Hands on what was computed from {@link #get}, which nobody else may still need. */
    public void pass(NDArray next) {
        if (next != current) {
            free(current);
            current = next;
        }
    }

    private void free(NDArray array) {
        if (array != given && !Gradients.differentiated()) {
            array.close();
        }
    }
}
