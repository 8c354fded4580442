package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.IdentityHashMap;
import java.util.Map;
import ldmstudio.engine.tensor.Gradients;
import org.jspecify.annotations.Nullable;

/**
 * What cross-attention looks at, {@code (B, L, D)}. A sampling looks at the same tokens at every
 * step, so their keys and values can be computed ahead, once.
 */
public final class Context {
    /** Keys and values {@code (B, heads, L, d)} of one attention. */
    record KeysValues(NDArray keys, NDArray values) {}

    private final NDArray tokens;
    private final Map<Attention, KeysValues> kept = new IdentityHashMap<>();

    private Context(NDArray tokens) {
        this.tokens = tokens;
    }

    /** Tokens whose keys and values are computed when they are looked at. */
    public static Context of(NDArray tokens) {
        return new Context(tokens);
    }

    /** The same; null for no tokens. */
    public static @Nullable Context ofNullable(@Nullable NDArray tokens) {
        return tokens == null ? null : of(tokens);
    }

    /**
     * Tokens with the keys and values of every cross-attention of a network, which belong to the
     * open scope and hold as long as the network's weights stay.
     */
    public static Context kept(NDArray tokens, Module network) {
        Context context = new Context(tokens);
        try (Gradients.Recording off = Gradients.pause()) {
            for (TransformerBlock block : network.parts(TransformerBlock.class)) {
                for (Attention attention : block.lookingAtContext()) {
                    context.kept.put(attention, attention.keysValues(tokens));
                }
            }
        }
        return context;
    }

    /** {@code (B, L, D)}. */
    public NDArray tokens() {
        return tokens;
    }

    @Nullable KeysValues of(Attention attention) {
        return kept.get(attention);
    }
}
