package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Embedding;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.LayerNorm;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's text tower: h₀ = token + position embeddings, N layers in which a token sees only itself
 * and those before it, a final norm; the pooled vector is the state at the end of the text,
 * projected where the model has a projection.
 *
 * <p>{@code int64 (B, L) → (B, L, D)} and {@code (B, P)}; L is at most {@code
 * max_position_embeddings}. Padding is not hidden: tokens before it cannot see it anyway.
 *
 * <p>Radford et al., 2021, arXiv:2103.00020, section 2.4; names of transformers' CLIPTextModel and
 * CLIPTextModelWithProjection.
 */
public final class ClipTextModel extends TextEncoder {
    private final ClipTextConfig config;
    private final @Nullable ClipTokenizer tokenizer;
    private final Embedding tokens;
    private final Embedding positions;
    private final ClipTransformer encoder;
    private final LayerNorm finalNorm;
    private final @Nullable Linear projection;

    /**
     * @param tokenizer null where only numbers are given
     * @param projected whether the pooled vector is projected to {@code projection_dim}
     */
    public ClipTextModel(
            Ops ops, ClipTextConfig config, @Nullable ClipTokenizer tokenizer, boolean projected) {
        super(ops);
        this.config = config;
        this.tokenizer = tokenizer;
        if (tokenizer != null && tokenizer.vocabularySize() > config.vocabSize()) {
            throw new IllegalArgumentException(
                    "The tokenizer knows "
                            + tokenizer.vocabularySize()
                            + " pieces, the text encoder only "
                            + config.vocabSize()
                            + " (vocab_size): they do not belong together");
        }
        if (tokenizer != null && tokenizer.maxLength() > config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException(
                    "The tokenizer makes texts of "
                            + tokenizer.maxLength()
                            + " tokens, the text encoder reads "
                            + config.maxPositionEmbeddings()
                            + " (max_position_embeddings)");
        }
        ClipTowerConfig tower = config.tower();
        Initializer small = Initializer.normal(0, 0.02f);
        tokens =
                add(
                        "text_model.embeddings.token_embedding",
                        new Embedding(ops, config.vocabSize(), tower.width(), small));
        positions =
                add(
                        "text_model.embeddings.position_embedding",
                        new Embedding(ops, config.maxPositionEmbeddings(), tower.width(), small));
        encoder = add("text_model.encoder", new ClipTransformer(ops, tower));
        finalNorm =
                add(
                        "text_model.final_layer_norm",
                        new LayerNorm(ops, tower.width(), tower.layerNormEps()));
        projection =
                projected
                        ? add(
                                "text_projection",
                                new Linear(
                                        ops,
                                        tower.width(),
                                        config.projectionWidth(),
                                        Initializer.normal(
                                                0, (float) (1 / Math.sqrt(tower.width())))))
                        : null;
    }

    /** All that the reference returns: states before the final norm, the last behind it, pooled. */
    record Output(
            List<NDArray> hiddenStates, NDArray lastHiddenState, NDArray pooler, NDArray pooled) {}

    /**
     * @param attentionMask {@code (B, L)} numbers, 0 hides a token; null: none is hidden
     */
    Output output(NDArray ids, long @Nullable [] attentionMask) {
        Shapes.exactly("CLIPTextModel's input", ids, "(B, L)", -1, -1);
        int batch = Math.toIntExact(ids.getShape().get(0));
        int length = Math.toIntExact(ids.getShape().get(1));
        if (length > config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException(
                    "A text of "
                            + length
                            + " tokens is longer than this text encoder reads ("
                            + config.maxPositionEmbeddings()
                            + ")");
        }
        TokenRows rows = TokenRows.of(ops, ids, config.vocabSize());
        NDArray x = tokens.forward(ids).add(ops.narrow(positions.table(), 0, 0, length));
        List<NDArray> states = encoder.states(x, CausalMask.of(ops, batch, length, attentionMask));
        NDArray last = finalNorm.forward(states.get(states.size() - 1));
        NDArray flat = ops.reshape(last, (long) batch * length, config.tower().width());
        NDArray pooler = ops.embedding(flat, ops.array(rows.ends(config.eosTokenId()), batch));
        NDArray pooled =
                projection == null
                        ? pooler
                        : ops.cast(projection.forward(pooler), ComputeType.FP32);
        return new Output(states, last, pooler, pooled);
    }

    @Override
    public Features features(NDArray ids) {
        try (Scope scope = Scope.open()) {
            Output output = output(ids, null);
            return new Features(scope.keep(output.lastHiddenState()), scope.keep(output.pooled()));
        }
    }

    @Override
    public NDArray context(NDArray ids) {
        return Scope.returning(() -> output(ids, null).lastHiddenState());
    }

    @Override
    public NDArray pooled(NDArray ids) {
        return Scope.returning(() -> output(ids, null).pooled());
    }

    @Override
    public ClipTokenizer tokenizer() {
        if (tokenizer == null) {
            throw new IllegalStateException("This text encoder was made without a tokenizer");
        }
        return tokenizer;
    }

    public ClipTextConfig config() {
        return config;
    }

    @Override
    public int contextWidth() {
        return config.tower().width();
    }

    @Override
    public int pooledWidth() {
        return projection == null ? config.tower().width() : config.projectionWidth();
    }

    @Override
    public String referenceClass() {
        return projection == null ? "CLIPTextModel" : "CLIPTextModelWithProjection";
    }

    @Override
    public Map<String, Object> configMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("architectures", List.of(referenceClass()));
        map.put("model_type", "clip_text_model");
        map.putAll(config.toMap());
        map.put("attention_dropout", 0.0);
        map.put("initializer_factor", 1.0);
        map.put("initializer_range", 0.02);
        map.put("torch_dtype", "float32");
        return map;
    }

    @Override
    public void save(Path modelFolder) throws IOException {
        ClipTokenizerFiles.write(modelFolder.resolve(TextEncoders.TOKENIZER_FOLDER), tokenizer());
        ClipFolders.writeModel(
                modelFolder.resolve(TextEncoders.ENCODER_FOLDER), ops, configMap(), this);
    }
}
