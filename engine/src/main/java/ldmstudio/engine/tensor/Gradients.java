package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Functional gradients: {@code of(loss, parameters)} returns ∂loss/∂parameter as values. There are
 * no gradient fields, so nothing must be zeroed and two losses of one graph cannot leak into each
 * other's parameters.
 */
public final class Gradients {
    private Gradients() {}

    /**
     * The gradients of a scalar loss, in the order of the parameters; zeros where the loss does not
     * depend on one.
     *
     * @param keepGraph whether the graph is used again by another call
     */
    public static List<NDArray> of(
            Ops ops, NDArray loss, List<NDArray> parameters, boolean keepGraph) {
        return List.of(ops.script().tensors("gradients", List.of(loss), parameters, keepGraph));
    }

    /**
     * The vector-Jacobian products of outputs with the given seeds (each of its output's shape).
     */
    public static List<NDArray> of(
            Ops ops,
            List<NDArray> outputs,
            List<NDArray> seeds,
            List<NDArray> parameters,
            boolean keepGraph) {
        return List.of(ops.script().tensors("gradients_of", outputs, parameters, seeds, keepGraph));
    }

    /** While the returned handle is open, operators of this thread are recorded. */
    public static Recording record() {
        TorchThread.prepare();
        return new Recording(true);
    }

    /** While the returned handle is open, operators of this thread are not recorded. */
    public static Recording pause() {
        TorchThread.prepare();
        return new Recording(false);
    }

    /** Whether operators of this thread are being recorded. */
    public static boolean recording() {
        TorchThread.prepare();
        return JniUtils.isGradMode();
    }

    /** Restores the former state when closed. */
    public static final class Recording implements AutoCloseable {
        private final boolean before = JniUtils.isGradMode();

        private Recording(boolean on) {
            JniUtils.setGradMode(on);
        }

        @Override
        public void close() {
            JniUtils.setGradMode(before);
        }
    }
}
