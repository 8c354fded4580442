package ldmstudio.engine.checkpoint;

import java.util.List;
import ldmstudio.engine.nn.StateSource;
import org.jspecify.annotations.Nullable;

/**
 * The transformer denoiser inside the files that the TLD project writes.
 *
 * <p>Its training saves {@code model_ema}, {@code opt_state} and {@code global_step}; what it
 * publishes is the state dict alone. A compiled network puts {@code _orig_mod.} before every name,
 * a distributed one {@code module.}. Averaged weights are preferred to trained ones.
 */
public final class TldWeights {
    /** Every such network has it, and no other network here. */
    private static final String MARK = "label_proj.weight";

    private static final String BODY = "denoiser_trans_block.pos_embed.weight";

    private static final List<String> DICTIONARIES =
            List.of("model_ema.", "ema_model.", "ema.", "", "model.", "denoiser.");

    private static final List<String> WRAPPERS =
            List.of("", "_orig_mod.", "module.", "module._orig_mod.", "_orig_mod.module.");

    private TldWeights() {}

    /** Whether there is such a network in it. */
    public static boolean in(StateSource file) {
        return prefix(file) != null;
    }

    /**
     * The network's tensors by their own names.
     *
     * @throws IllegalArgumentException when there are none in it
     */
    public static StateSource of(StateSource file) {
        String prefix = prefix(file);
        if (prefix == null) {
            throw new IllegalArgumentException(
                    file.description()
                            + " holds no transformer denoiser: it has no tensor "
                            + MARK
                            + ", not even under model_ema. Its first tensors are "
                            + file.names().stream().sorted().limit(4).toList());
        }
        return prefix.isEmpty() ? file : new PrefixedSource(file, prefix);
    }

    private static @Nullable String prefix(StateSource file) {
        for (String dictionary : DICTIONARIES) {
            for (String wrapper : WRAPPERS) {
                String prefix = dictionary + wrapper;
                if (file.names().contains(prefix + MARK) && file.names().contains(prefix + BODY)) {
                    return prefix;
                }
            }
        }
        return null;
    }
}
