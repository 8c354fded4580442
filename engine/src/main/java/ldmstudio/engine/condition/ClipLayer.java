package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.LayerNorm;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.SequenceOps;
import org.jspecify.annotations.Nullable;

/**
 * One layer of CLIP's transformers: x ← x + attention(norm₁ x), x ← x + W₂ act(W₁ norm₂ x), {@code
 * (B, L, D) → (B, L, D)}.
 *
 * <p>Radford et al., 2021, arXiv:2103.00020, section 2.4 (after Radford et al., 2019). Fresh
 * weights as there: N(0, σ²) with σ = D^(−½)(2N)^(−½) where a residual is fed, N layers.
 */
final class ClipLayer extends Module {
    private final SequenceOps sequences;
    private final int heads;
    private final boolean quick;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Linear q;
    private final Linear k;
    private final Linear v;
    private final Linear out;
    private final Linear fc1;
    private final Linear fc2;

    ClipLayer(Ops ops, ClipTowerConfig config) {
        super(ops);
        sequences = new SequenceOps(ops);
        heads = config.heads();
        quick = config.activation().equals("quick_gelu");
        int width = config.width();
        double deep = 1 / Math.sqrt(2.0 * width * config.layers());
        double flat = 1 / Math.sqrt(width);
        k = add("self_attn.k_proj", linear(width, width, deep));
        v = add("self_attn.v_proj", linear(width, width, deep));
        q = add("self_attn.q_proj", linear(width, width, deep));
        out = add("self_attn.out_proj", linear(width, width, flat));
        norm1 = add("layer_norm1", new LayerNorm(ops, width, config.layerNormEps()));
        fc1 = add("mlp.fc1", linear(width, config.innerWidth(), 1 / Math.sqrt(2.0 * width)));
        fc2 = add("mlp.fc2", linear(config.innerWidth(), width, deep));
        norm2 = add("layer_norm2", new LayerNorm(ops, width, config.layerNormEps()));
    }

    private Linear linear(int in, int out, double std) {
        return new Linear(
                ops, in, out, Initializer.normal(0, (float) std), Initializer.constant(0));
    }

    /**
     * @param mask added to the scores, {@code (1 or B, 1, L, L)}; null: every token sees all
     */
    NDArray forward(NDArray x, @Nullable NDArray mask) {
        return block(in -> compute(in[0], in[1]), x, mask);
    }

    private NDArray compute(NDArray x, @Nullable NDArray mask) {
        NDArray h = x.add(attend(norm1.forward(x), mask));
        NDArray inner = fc1.forward(norm2.forward(h));
        return h.add(fc2.forward(quick ? sequences.quickGelu(inner) : ops.gelu(inner)));
    }

    private NDArray attend(NDArray x, @Nullable NDArray mask) {
        NDArray queries = split(q.forward(x));
        NDArray keys = split(k.forward(x));
        NDArray values = split(v.forward(x));
        NDArray y =
                mask == null
                        ? ops.attention(queries, keys, values)
                        : sequences.attention(queries, keys, values, mask);
        NDArray joined = ops.permute(y, 0, 2, 1, 3);
        return out.forward(ops.reshape(joined, x.getShape().getShape()));
    }

    private NDArray split(NDArray x) {
        long[] s = x.getShape().getShape();
        return ops.permute(ops.reshape(x, s[0], s[1], heads, s[2] / heads), 0, 2, 1, 3);
    }
}
