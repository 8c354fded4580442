package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transformer block over the pixels of a picture whose channels come last, x ← x + attn₁(norm₁
 * x), x ← x + attn₂(norm₂ x, context), x ← x + ff(norm₃ x), as one operator: nothing of it is
 * recorded, a residual is added where it lies, and the gated layer passes in bands that stay in the
 * cache, written into the place where the next product reads it.
 *
 * <p>Inputs: the picture {@code (B, C, H, W)}, and the context's tokens {@code (B, S, D)} or null.
 *
 * <p>Keeps what the products read, and GELU(g); the gated result is made of it again.
 *
 * @param parameters of each attention γ and β of its norm, the weights to queries, keys, values and
 *     out, and the bias of out; then γ, β and both layers' weights and biases of the feed-forward
 * @param onlyCross whether the first attention looks at the context too
 */
record OwnTransformer(Ops ops, List<NDArray> parameters, int heads, boolean onlyCross, double eps)
        implements OwnGradient {
    private static final int INPUTS = 2;

    @Override
    public NDArray[] forward(@Nullable NDArray[] inputs) {
        return ops.script()
                .tensors(
                        "transformer_trained",
                        picture(inputs),
                        tokens(inputs),
                        parameters,
                        heads,
                        onlyCross,
                        eps);
    }

    @Override
    public @Nullable NDArray[] backward(
            NDArray gradient, @Nullable NDArray[] inputs, List<NDArray> kept, boolean[] asked) {
        List<NDArray> tokens = tokens(inputs);
        List<NDArray> found =
                new ArrayList<>(
                        Arrays.asList(
                                ops.script()
                                        .tensors(
                                                "transformer_trained_backward",
                                                gradient,
                                                picture(inputs),
                                                tokens,
                                                parameters,
                                                heads,
                                                onlyCross,
                                                kept)));
        if (tokens.isEmpty()) {
            found.add(1, null);
        }
        @Nullable NDArray[] wanted = new NDArray[asked.length];
        for (int i = 0; i < asked.length; i++) {
            wanted[i] = asked[i] ? found.get(i) : null;
        }
        return wanted;
    }

    private static NDArray picture(@Nullable NDArray[] inputs) {
        return Objects.requireNonNull(inputs[0], "a transformer has an input");
    }

    private static List<NDArray> tokens(@Nullable NDArray[] inputs) {
        NDArray tokens = inputs[INPUTS - 1];
        return tokens == null ? List.of() : List.of(tokens);
    }
}
