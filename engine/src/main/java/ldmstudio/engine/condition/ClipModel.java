package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.tensor.SequenceOps;

/**
 * CLIP: a text and a vision tower that put a picture and its caption near each other, and the
 * temperature of their likeness. logits = exp(logit_scale) · t̂ îᵀ with unit vectors t̂ of the
 * texts and î of the pictures, {@code (texts, pictures)}.
 *
 * <p>Radford et al., 2021, arXiv:2103.00020, figure 3; names of transformers' CLIPModel.
 */
public final class ClipModel extends Module {
    /** ln(1 / 0.07), the temperature of a fresh model. */
    public static final double INITIAL_LOGIT_SCALE = Math.log(1 / 0.07);

    /** What {@link #savePipeline} writes, for {@code model_index.json}. */
    public static final Map<String, List<String>> PIPELINE_PARTS =
            Map.of(
                    TextEncoders.ENCODER_FOLDER,
                    List.of("transformers", "CLIPTextModelWithProjection"),
                    TextEncoders.TOKENIZER_FOLDER,
                    List.of("transformers", "CLIPTokenizer"),
                    "image_encoder",
                    List.of("transformers", "CLIPVisionModelWithProjection"));

    private final ClipTextModel text;
    private final ClipVisionModel vision;
    private final Parameter logitScale;

    /** Of two towers with projections to one width, which belong to the new model then. */
    public ClipModel(Ops ops, ClipTextModel text, ClipVisionModel vision) {
        super(ops);
        if (text.pooledWidth() != vision.pooledWidth()) {
            throw new IllegalArgumentException(
                    "CLIP: the text tower ends in "
                            + text.pooledWidth()
                            + " numbers and the vision tower in "
                            + vision.pooledWidth()
                            + "; projection_dim must be the same");
        }
        this.text = merge(text);
        this.vision = merge(vision);
        logitScale =
                parameter(ClipNames.LOGIT_SCALE, Initializer.constant((float) INITIAL_LOGIT_SCALE));
    }

    /**
     * Loads a CLIPModel from a folder in Hugging Face's form, with its tokenizer.
     *
     * @throws ldmstudio.engine.checkpoint.CheckpointException naming the file that is missing or
     *     does not fit
     */
    public static ClipModel load(Ops ops, Path folder) throws IOException {
        return ClipFolders.readWhole(ops, folder);
    }

    public ClipTextModel text() {
        return text;
    }

    public ClipVisionModel vision() {
        return vision;
    }

    public Parameter logitScale() {
        return logitScale;
    }

    /** Cosines of texts and pictures, {@code (T, P), (I, P) → (T, I)} in fp32. */
    public NDArray cosines(NDArray textEmbeds, NDArray imageEmbeds) {
        SequenceOps sequences = new SequenceOps(ops);
        return Scope.returning(
                () ->
                        sequences
                                .unit(textEmbeds)
                                .matMul(ops.permute(sequences.unit(imageEmbeds), 1, 0)));
    }

    /** What {@code config.json} says of this network. */
    public Map<String, Object> configMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("architectures", List.of("CLIPModel"));
        map.put("model_type", "clip");
        map.put("projection_dim", text.pooledWidth());
        map.put("logit_scale_init_value", INITIAL_LOGIT_SCALE);
        map.put("initializer_factor", 1.0);
        map.put("text_config", text.configMap());
        map.put("vision_config", vision.configMap());
        map.put("torch_dtype", "float32");
        return map;
    }

    /**
     * Writes {@code text_encoder/}, {@code tokenizer/} and {@code image_encoder/}, as diffusers
     * lays the parts of a pipeline.
     */
    public void savePipeline(Path folder) throws IOException {
        text.save(folder);
        ClipFolders.writeModel(folder.resolve("image_encoder"), ops, vision.configMap(), vision);
    }

    /** Writes a folder that transformers' CLIPModel and CLIPTokenizer read. */
    public void save(Path folder) throws IOException {
        ClipTokenizerFiles.write(folder, text.tokenizer());
        ClipFolders.writeModel(folder, ops, configMap(), this);
    }
}
