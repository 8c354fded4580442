package ldmstudio.engine.condition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.Ops;

/** Where text encoders come from: a folder in Hugging Face's form, or the captions themselves. */
public final class TextEncoders {
    /** Of a diffusers pipeline. */
    public static final String ENCODER_FOLDER = "text_encoder";

    public static final String TOKENIZER_FOLDER = "tokenizer";

    private TextEncoders() {}

    /**
     * Loads a CLIP text encoder with its tokenizer.
     *
     * @param folder a diffusers pipeline or a checkpoint of LDM Studio (with {@code text_encoder/}
     *     and {@code tokenizer/}), its {@code text_encoder/} itself, or a folder of CLIPTextModel,
     *     CLIPTextModelWithProjection or CLIPModel with the tokenizer's files beside the weights
     * @throws CheckpointException naming the file that is missing or does not fit
     */
    public static ClipTextModel load(Ops ops, Path folder) throws IOException {
        Path network =
                Files.isRegularFile(folder.resolve(ENCODER_FOLDER).resolve(ModelFolder.CONFIG))
                        ? folder.resolve(ENCODER_FOLDER)
                        : folder;
        return ClipFolders.readText(ops, network, tokenizerFolder(folder));
    }

    /**
     * A CLIP text encoder from its parts, wherever they lie.
     *
     * @param config what {@code config.json} says
     * @param weights in Hugging Face's names
     * @param tokenizerFolder holds the tokenizer's files
     * @throws CheckpointException naming what is missing or does not fit
     */
    public static TextEncoder of(
            Ops ops, Map<String, Object> config, StateSource weights, Path tokenizerFolder)
            throws IOException {
        return ClipFolders.text(ops, weights.description(), config, weights, tokenizerFolder);
    }

    private static Path tokenizerFolder(Path folder) {
        if (ClipTokenizerFiles.present(folder)) {
            return folder;
        }
        Path inside = folder.resolve(TOKENIZER_FOLDER);
        Path parent = folder.toAbsolutePath().normalize().getParent();
        return Files.isDirectory(inside) || parent == null
                ? inside
                : parent.resolve(TOKENIZER_FOLDER);
    }

    /** As {@link #learn(Ops, Iterable, TextEncoderSize, long)} with the seed 0. */
    public static TextEncoder learn(Ops ops, Iterable<String> captions, TextEncoderSize size) {
        return learn(ops, captions, size, 0);
    }

    /**
     * A fresh text encoder whose vocabulary was learned from captions; without projection, so that
     * it is a plain CLIPTextModel.
     */
    public static TextEncoder learn(
            Ops ops, Iterable<String> captions, TextEncoderSize size, long seed) {
        return learn(ops, captions, size, 0, seed);
    }

    /** The same with a projection of the pooled vector to a width; 0: none. */
    public static ClipTextModel learn(
            Ops ops,
            Iterable<String> captions,
            TextEncoderSize size,
            int projectionWidth,
            long seed) {
        VocabularyLearner.Learned learned = VocabularyLearner.learned(captions, size.vocabulary());
        ClipTokenizer tokenizer =
                new ClipTokenizer(
                        learned.vocabulary(),
                        size.maxLength(),
                        TextForm.HUGGING_FACE,
                        learned.words());
        ClipTowerConfig tower =
                new ClipTowerConfig(
                        size.width(),
                        4 * size.width(),
                        size.layers(),
                        size.heads(),
                        "quick_gelu",
                        1e-5);
        ClipTextConfig config =
                new ClipTextConfig(
                        tokenizer.vocabularySize(),
                        size.maxLength(),
                        tower,
                        tokenizer.startId(),
                        tokenizer.endId(),
                        tokenizer.padId(),
                        projectionWidth == 0 ? size.width() : projectionWidth);
        ClipTextModel model = new ClipTextModel(ops, config, tokenizer, projectionWidth > 0);
        model.initialize(seed);
        return model;
    }
}
