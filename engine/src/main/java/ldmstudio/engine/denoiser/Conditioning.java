package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * What a denoiser is told beside the noisy sample and its timestep; what is absent is null.
 *
 * @param classLabels int64 {@code (B)}
 * @param context fp32 {@code (B, L, D)}, one embedding a token
 * @param pooled fp32 {@code (B, P)}, one embedding of the whole text
 * @param image fp32 {@code (B, Cm, Hm, Wm)}: a mask, or known latents and their mask
 * @param guidance fp32 {@code (B)}, w = guidance scale − 1 that a distilled network imitates
 */
public record Conditioning(
        @Nullable NDArray classLabels,
        @Nullable NDArray context,
        @Nullable NDArray pooled,
        @Nullable NDArray image,
        @Nullable NDArray guidance) {
    public static final Conditioning NONE = new Conditioning(null, null, null, null, null);

    public static Conditioning ofClasses(@Nullable NDArray labels) {
        return NONE.withClasses(labels);
    }

    public static Conditioning ofContext(@Nullable NDArray context) {
        return NONE.withContext(context);
    }

    public static Conditioning ofPooled(@Nullable NDArray pooled) {
        return NONE.withPooled(pooled);
    }

    public Conditioning withClasses(@Nullable NDArray labels) {
        return new Conditioning(labels, context, pooled, image, guidance);
    }

    public Conditioning withContext(@Nullable NDArray tokens) {
        return new Conditioning(classLabels, tokens, pooled, image, guidance);
    }

    public Conditioning withPooled(@Nullable NDArray embedding) {
        return new Conditioning(classLabels, context, embedding, image, guidance);
    }

    public Conditioning withImage(@Nullable NDArray picture) {
        return new Conditioning(classLabels, context, pooled, picture, guidance);
    }

    public Conditioning withGuidance(@Nullable NDArray scale) {
        return new Conditioning(classLabels, context, pooled, image, scale);
    }

    /**
     * The conditions of several batches as those of one, in order.
     *
     * @throws IllegalArgumentException when one batch is told what another is not
     */
    public static Conditioning join(Ops ops, List<Conditioning> parts) {
        return new Conditioning(
                joined(ops, parts, "class labels", Conditioning::classLabels),
                joined(ops, parts, "a context", Conditioning::context),
                joined(ops, parts, "a pooled embedding", Conditioning::pooled),
                joined(ops, parts, "a picture", Conditioning::image),
                joined(ops, parts, "a guidance scale", Conditioning::guidance));
    }

    private static @Nullable NDArray joined(
            Ops ops,
            List<Conditioning> parts,
            String what,
            Function<Conditioning, @Nullable NDArray> part) {
        List<NDArray> arrays = new ArrayList<>();
        for (Conditioning one : parts) {
            NDArray array = part.apply(one);
            if (array != null) {
                arrays.add(array);
            }
        }
        if (arrays.isEmpty()) {
            return null;
        }
        if (arrays.size() != parts.size()) {
            throw new IllegalArgumentException("Only some of the batches have " + what);
        }
        return ops.cat(arrays, 0);
    }
}
