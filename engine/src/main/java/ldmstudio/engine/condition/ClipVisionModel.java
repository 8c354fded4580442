package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Embedding;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.LayerNorm;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's vision tower, a vision transformer: patches and a class token + position embeddings, a
 * norm in front, N layers; the pooled vector is the normed state of the class token, projected
 * where the model has a projection.
 *
 * <p>{@code (B, 3, H, W) → (B, P)} with H = W = {@code image_size}.
 *
 * <p>Radford et al., 2021, arXiv:2103.00020, section 2.4, after Dosovitskiy et al., 2020,
 * arXiv:2010.11929; names of transformers' CLIPVisionModelWithProjection.
 */
public final class ClipVisionModel extends Module {
    private final ClipVisionConfig config;
    private final Parameter classToken;
    private final Conv2d patches;
    private final Embedding positions;
    private final LayerNorm preNorm;
    private final ClipTransformer encoder;
    private final LayerNorm postNorm;
    private final @Nullable Linear projection;

    /**
     * @param projected whether the pooled vector is projected to {@code projection_dim}
     */
    public ClipVisionModel(Ops ops, ClipVisionConfig config, boolean projected) {
        super(ops);
        this.config = config;
        ClipTowerConfig tower = config.tower();
        int width = tower.width();
        float flat = (float) (1 / Math.sqrt(width));
        Initializer small = Initializer.normal(0, 0.02f);
        classToken =
                parameter(
                        "vision_model.embeddings.class_embedding",
                        Initializer.normal(0, flat),
                        width);
        patches =
                add(
                        "vision_model.embeddings.patch_embedding",
                        new Conv2d(
                                ops,
                                config.channels(),
                                width,
                                config.patchSize(),
                                config.patchSize(),
                                0,
                                false,
                                small));
        positions =
                add(
                        "vision_model.embeddings.position_embedding",
                        new Embedding(ops, config.patches() + 1, width, small));
        // The reference's own spelling.
        preNorm = add("vision_model.pre_layrnorm", new LayerNorm(ops, width, tower.layerNormEps()));
        encoder = add("vision_model.encoder", new ClipTransformer(ops, tower));
        postNorm =
                add("vision_model.post_layernorm", new LayerNorm(ops, width, tower.layerNormEps()));
        projection =
                projected
                        ? add(
                                "visual_projection",
                                new Linear(
                                        ops,
                                        width,
                                        config.projectionWidth(),
                                        Initializer.normal(0, flat)))
                        : null;
    }

    /**
     * All that the reference returns: states, the last not normed, the pooled vector, projected.
     */
    record Output(
            List<NDArray> hiddenStates, NDArray lastHiddenState, NDArray pooler, NDArray pooled) {}

    Output output(NDArray pixels) {
        int side = config.imageSize();
        Shapes.exactly(
                "CLIPVisionModel's input",
                pixels,
                "(B, " + config.channels() + ", " + side + ", " + side + ")",
                -1,
                config.channels(),
                side,
                side);
        long batch = pixels.getShape().get(0);
        int width = config.tower().width();
        NDArray tokens = ops.cast(ops.toTokens(patches.forward(pixels)), ComputeType.FP32);
        NDArray first =
                ops.zeros(batch, 1, width).add(ops.reshape(classToken.array(), 1, 1, width));
        NDArray x = ops.cat(List.of(first, tokens), 1).add(positions.table());
        List<NDArray> states = encoder.states(preNorm.forward(x), null);
        NDArray last = states.get(states.size() - 1);
        NDArray pooler = postNorm.forward(ops.reshape(ops.narrow(last, 1, 0, 1), batch, width));
        NDArray pooled =
                projection == null
                        ? pooler
                        : ops.cast(projection.forward(pooler), ComputeType.FP32);
        return new Output(states, last, pooler, pooled);
    }

    /** One vector a picture, {@code (B, C, H, W) → (B, P)} in fp32. */
    public NDArray pooled(NDArray pixels) {
        return Scope.returning(() -> output(pixels).pooled());
    }

    public ClipVisionConfig config() {
        return config;
    }

    /** P of {@link #pooled}. */
    public int pooledWidth() {
        return projection == null ? config.tower().width() : config.projectionWidth();
    }

    /** What {@code config.json} says of this network. */
    public Map<String, Object> configMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                "architectures",
                List.of(projection == null ? "CLIPVisionModel" : "CLIPVisionModelWithProjection"));
        map.put("model_type", "clip_vision_model");
        map.putAll(config.toMap());
        map.put("attention_dropout", 0.0);
        map.put("initializer_factor", 1.0);
        map.put("initializer_range", 0.02);
        map.put("torch_dtype", "float32");
        return map;
    }
}
