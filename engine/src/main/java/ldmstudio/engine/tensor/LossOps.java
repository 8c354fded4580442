package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/** Losses beyond those of {@link Ops}, in fp32. */
public final class LossOps {
    private final Ops ops;

    public LossOps(Ops ops) {
        this.ops = ops;
    }

    /** (x − y)², element by element. */
    public NDArray squaredError(NDArray x, NDArray y) {
        return ops.script().tensor("mse_each", x, y);
    }

    /** |x − y|, element by element. */
    public NDArray absoluteError(NDArray x, NDArray y) {
        return ops.script().tensor("l1_each", x, y);
    }

    /** Huber's loss, element by element. */
    public NDArray huberError(NDArray x, NDArray y, double delta) {
        return ops.script().tensor("huber_each", x, y, delta);
    }

    /** Binary cross-entropy of logits against targets in [0, 1]. */
    public NDArray binaryCrossEntropy(NDArray logits, NDArray targets) {
        return ops.script().tensor("bce_logits", logits, targets);
    }

    /** Mean of −log softmax(logits)[label]. */
    public NDArray crossEntropy(NDArray logits, NDArray labels) {
        return ops.script().tensor("cross_entropy", logits, labels);
    }
}
