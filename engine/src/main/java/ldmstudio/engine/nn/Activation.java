package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Locale;
import ldmstudio.engine.tensor.Ops;

/** The element-wise non-linearities that the reference configurations name in {@code act_fn}. */
public enum Activation {
    /** x σ(x). */
    SILU,
    /** max(x, 0). */
    RELU,
    /** x Φ(x), with the exact normal distribution function. */
    GELU,
    /** x tanh(log(1 + eˣ)). */
    MISH;

    /**
     * The activation of a configuration word; {@code swish} is another word for {@code silu}.
     *
     * @throws IllegalArgumentException naming the words that are allowed
     */
    public static Activation of(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        if (name.equals("SWISH")) {
            return SILU;
        }
        for (Activation activation : values()) {
            if (activation.name().equals(name)) {
                return activation;
            }
        }
        throw new IllegalArgumentException(
                "act_fn is '"
                        + word
                        + "', allowed are swish and "
                        + Arrays.toString(values()).toLowerCase(Locale.ROOT));
    }

    /** The word in a configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public NDArray apply(Ops ops, NDArray x) {
        return switch (this) {
            case SILU -> ops.silu(x);
            case RELU -> ops.relu(x);
            case GELU -> ops.gelu(x);
            case MISH -> ops.mish(x);
        };
    }
}
