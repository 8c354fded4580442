package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;

/** Operators of text encoders on sequences {@code (B, L, D)}; as {@link Ops}, in its own types. */
public final class SequenceOps {
    private final Ops ops;

    public SequenceOps(Ops ops) {
        this.ops = ops;
    }

    /** x σ(1.702 x): the approximation of GELU that OpenAI's CLIP was trained with. */
    public NDArray quickGelu(NDArray x) {
        return ops.script().tensor("quick_gelu", x);
    }

    /**
     * softmax(q kᵀ / √d + mask) v.
     *
     * @param q {@code (B, heads, L, d)}; k and v {@code (B, heads, S, d)}
     * @param mask fp32, broadcastable to {@code (B, heads, L, S)}; −∞ hides a token
     */
    public NDArray attention(NDArray q, NDArray k, NDArray v, NDArray mask) {
        return ops.script().tensor("attention_masked", q, k, v, mask, ops.compute().scalarType());
    }

    /** log softmax over the last axis, in fp32. */
    public NDArray logSoftmax(NDArray x) {
        return ops.script().tensor("log_softmax", ops.cast(x, ComputeType.FP32), -1);
    }

    /** eˣ. */
    public NDArray exp(NDArray x) {
        return ops.script().tensor("exp", x);
    }

    /** x / ‖x‖₂ over the last axis, in fp32. */
    public NDArray unit(NDArray x) {
        return ops.script().tensor("unit_last", x);
    }
}
