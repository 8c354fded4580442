package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;

/**
 * A network that turns the numbers of a text into what a denoiser attends to. Recorded like any
 * network, so it can be trained with the denoiser or stay as it was loaded.
 */
public abstract class TextEncoder extends Module {
    protected TextEncoder(Ops ops) {
        super(ops);
    }

    /** Both views of a text, computed in one pass; fp32. */
    public record Features(NDArray context, NDArray pooled) {}

    /** The tokenizer whose numbers this network was made for. */
    public abstract Tokenizer tokenizer();

    /** One vector a token and one a text: {@code int64 (B, L) → (B, L, D), (B, P)}. */
    public abstract Features features(NDArray ids);

    /** The last state of each token behind the final norm, {@code (B, L, D)} in fp32. */
    public abstract NDArray context(NDArray ids);

    /** One vector for the whole text, projected if the network has a projection: {@code (B, P)}. */
    public abstract NDArray pooled(NDArray ids);

    /** D of {@link #context}. */
    public abstract int contextWidth();

    /** P of {@link #pooled}. */
    public abstract int pooledWidth();

    /** What {@code config.json} says of this network. */
    public abstract Map<String, Object> configMap();

    /** The class that reads {@code text_encoder/} in transformers, for {@code model_index.json}. */
    public abstract String referenceClass();

    /**
     * Writes {@code text_encoder/} and {@code tokenizer/} into a folder, so that transformers reads
     * both and {@link TextEncoders#load} this whole.
     */
    public abstract void save(Path modelFolder) throws IOException;

    /** The numbers of texts as this network's input, {@code int64 (B, L)}. */
    public final NDArray ids(List<String> texts) {
        return ops.array(tokenizer().encodeAll(texts), texts.size(), tokenizer().maxLength());
    }
}
