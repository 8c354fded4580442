package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functional gradients: {@code of(loss, parameters)} returns ∂loss/∂parameter as values. There are
 * no gradient fields, so nothing must be zeroed and two losses of one graph cannot leak into each
 * other's parameters.
 *
 * <p>Where the recording holds blocks that are computed again in the backward pass ({@link
 * Recompute}) or operators with a backward pass of their own, they are found here; a caller sees no
 * difference, but must ask before the recording is closed.
 */
public final class Gradients {
    /** The innermost open recording or pause of a thread; grad mode is the thread's too. */
    private static final ThreadLocal<@Nullable Recording> INNERMOST = new ThreadLocal<>();

    private Gradients() {}

    /**
     * The gradients of a scalar loss, in the order of the parameters; zeros where the loss does not
     * depend on one.
     *
     * @param keepGraph whether the graph is used again by another call
     */
    public static List<NDArray> of(
            Ops ops, NDArray loss, List<NDArray> parameters, boolean keepGraph) {
        RecomputeTape tape = tape();
        if (tape != null) {
            return tape.gradients(
                    ops, List.of(loss), List.of(loss.onesLike()), parameters, keepGraph);
        }
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
        RecomputeTape tape = tape();
        if (tape != null) {
            return tape.gradients(ops, outputs, seeds, parameters, keepGraph);
        }
        return List.of(ops.script().tensors("gradients_of", outputs, parameters, seeds, keepGraph));
    }

    /** The blocks to compute again, where there are any. */
    private static @Nullable RecomputeTape tape() {
        for (Recording r = INNERMOST.get(); r != null; r = r.enclosing) {
            if (r.mode == Mode.RECORD || r.mode == Mode.REPLAY) {
                return r.tape.isEmpty() ? null : r.tape;
            }
        }
        return null;
    }

    /** While the returned handle is open, operators of this thread are recorded. */
    public static Recording record() {
        return open(Mode.RECORD);
    }

    /** While the returned handle is open, operators of this thread are not recorded. */
    public static Recording pause() {
        return open(Mode.PAUSE);
    }

    static Recording open(Mode mode) {
        TorchThread.prepare();
        return new Recording(mode);
    }

    /** Whether operators of this thread are being recorded. */
    public static boolean recording() {
        TorchThread.prepare();
        return JniUtils.isGradMode();
    }

    /**
     * Whether what is computed now will be differentiated: it is recorded, or it will be computed
     * again for that. Whoever chooses an operator by this chooses the same one both times.
     */
    public static boolean differentiated() {
        Recording innermost = INNERMOST.get();
        return recording() || (innermost != null && innermost.mode == Mode.FIRST_RUN);
    }

    /**
     * Whether a block is being computed again for its gradients: what a forward pass changes, such
     * as running statistics, it has changed before.
     */
    public static boolean replaying() {
        for (Recording r = INNERMOST.get(); r != null; r = r.enclosing) {
            if (r.mode == Mode.REPLAY) {
                return true;
            }
        }
        return false;
    }

    /** The recording that a new block belongs to; null: nothing is to be remembered. */
    static @Nullable RecomputeTape tapeOfNewBlock() {
        Recording innermost = INNERMOST.get();
        return innermost != null && innermost.mode == Mode.RECORD && recording()
                ? innermost.tape
                : null;
    }

    /**
     * The recording that an operator with a backward pass of its own belongs to; null: nothing is
     * to be remembered.
     */
    static @Nullable RecomputeTape tapeOfNewOperator() {
        Recording innermost = INNERMOST.get();
        return innermost != null
                        && (innermost.mode == Mode.RECORD || innermost.mode == Mode.REPLAY)
                        && recording()
                ? innermost.tape
                : null;
    }

    /** What a stretch of code is run for. */
    enum Mode {
        RECORD,
        PAUSE,
        /** A block whose results are wanted, not its history. */
        FIRST_RUN,
        /** The same block again, with its history. */
        REPLAY
    }

    /** Restores the former state when closed. */
    public static final class Recording implements AutoCloseable {
        private final boolean before = JniUtils.isGradMode();
        private final @Nullable Recording enclosing = INNERMOST.get();
        private final RecomputeTape tape = new RecomputeTape();
        private final Mode mode;

        private Recording(Mode mode) {
            this.mode = mode;
            JniUtils.setGradMode(mode == Mode.RECORD || mode == Mode.REPLAY);
            INNERMOST.set(this);
        }

        RecomputeTape tape() {
            return tape;
        }

        @Override
        public void close() {
            tape.close();
            JniUtils.setGradMode(before);
            if (enclosing == null) {
                INNERMOST.remove();
            } else {
                INNERMOST.set(enclosing);
            }
        }
    }
}
