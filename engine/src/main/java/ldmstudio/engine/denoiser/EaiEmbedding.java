package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Embedding;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What every layer of an {@link EaiUNet} knows of time and class: e = W₂ silu(W₁ code(t) + b₁) + b₂
 * + row(class), where the row of a hidden class is zero. {@code (B) → (B, n)}.
 *
 * <p>code(t) = (sin(t / f_i), cos(t / f_i)) with f_i = 10,000^(i / (n/2)): sines first. It is
 * divided by f, as in the reference, not multiplied by 1/f: at t = 999 the last bit of a frequency
 * is 3e-5 of a sine.
 */
final class EaiEmbedding {
    private static final double MAX_PERIOD = 10_000;

    private final Ops ops;
    private final float[] periods;
    private final @Nullable GuidanceCode guidanceCode;
    private final Linear linear1;
    private final Linear linear2;
    private final @Nullable Embedding table;
    private final Map<String, Module> named = new LinkedHashMap<>();

    /**
     * @param width n, even
     * @param classes 0: none
     * @param guidanceWidth of the guidance scale's code; 0: not told
     */
    EaiEmbedding(Ops ops, int width, int classes, int guidanceWidth) {
        this.ops = ops;
        periods = new float[width / 2];
        for (int i = 0; i < periods.length; i++) {
            periods[i] = (float) Math.pow(MAX_PERIOD, (float) i / periods.length);
        }
        guidanceCode = guidanceWidth == 0 ? null : new GuidanceCode(ops, guidanceWidth, width);
        if (guidanceCode != null) {
            named.put("t_proj." + GuidanceCode.NAME, guidanceCode.projection());
        }
        linear1 = new Linear(ops, width, width);
        linear2 = new Linear(ops, width, width);
        named.put("t_proj.0", linear1);
        named.put("t_proj.2", linear2);
        table = classes == 0 ? null : new Embedding(ops, classes, width);
        if (table != null) {
            named.put("class_emb", table);
        }
    }

    /** The parts that have weights, by the reference's names. */
    Map<String, Module> named() {
        return named;
    }

    NDArray forward(NDArray timestep, @Nullable NDArray labels) {
        return forward(timestep, labels, null);
    }

    /**
     * @param guidance w {@code (B)}; null: not told
     */
    NDArray forward(NDArray timestep, @Nullable NDArray labels, @Nullable NDArray guidance) {
        return Scope.returning(
                () -> {
                    NDArray time = ofTime(timestep, guidance);
                    return table == null || labels == null
                            ? time
                            : time.add(table.forwardOrZero(labels));
                });
    }

    /** Without the class. */
    NDArray ofTime(NDArray timestep) {
        return ofTime(timestep, null);
    }

    private NDArray ofTime(NDArray timestep, @Nullable NDArray guidance) {
        long batch = timestep.getShape().get(0);
        NDArray angles = ops.reshape(timestep, batch, 1).div(ops.array(periods, 1, periods.length));
        NDArray code = ops.cat(List.of(angles.sin(), angles.cos()), 1);
        NDArray told = GuidanceCode.added(guidanceCode, code, guidance);
        return linear2.forward(ops.silu(linear1.forward(told)));
    }
}
