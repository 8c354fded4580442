package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.TextEncoderSize;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.ConditionConfig;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The text encoder of a stage-2 run. A run keeps a copy of what it began with, so that a resumed
 * one has the same words.
 *
 * @param encoder with its weights
 * @param trained whether it learns with the denoiser
 */
record RunText(TextEncoder encoder, boolean trained) {
    /** Folder inside a run. */
    static final String FOLDER = "text";

    private static final int HEAD_WIDTH = 32;

    /**
     * Opens the run's own copy, or else loads or learns the encoder and keeps a copy.
     *
     * @param model another model whose text encoder is taken unless the configuration names one;
     *     null: none
     * @param learns whether it is to be trained with the denoiser if nothing else is said
     * @param roots where a relative path of the configuration is looked up
     */
    static RunText open(
            Ops ops,
            ConditionConfig config,
            Dataset data,
            @Nullable Path model,
            boolean learns,
            Path runFolder,
            List<Path> roots,
            long seed)
            throws IOException {
        boolean trained = learns && config.textEncoder().isBlank();
        Path kept = kept(runFolder);
        if (Files.isDirectory(kept)) {
            return new RunText(TextEncoders.load(ops, kept), trained);
        }
        TextEncoder encoder;
        if (!config.textEncoder().isBlank()) {
            encoder = TextEncoders.load(ops, ModelPlace.textEncoder(config.textEncoder(), roots));
        } else if (model != null && Files.isDirectory(model)) {
            encoder = TextEncoders.load(ops, model);
        } else {
            encoder = learned(ops, config, data, seed);
        }
        Path aside = kept.resolveSibling("." + FOLDER + ".tmp");
        DurableFiles.deleteTree(aside);
        Files.createDirectories(aside);
        encoder.save(aside);
        DurableFiles.publish(aside, kept);
        return new RunText(encoder, trained);
    }

    static Path kept(Path runFolder) {
        return runFolder.resolve(FOLDER);
    }

    private static TextEncoder learned(Ops ops, ConditionConfig config, Dataset data, long seed) {
        return TextEncoders.learn(
                ops,
                Captioned.captions(
                        data,
                        "condition.type is "
                                + config.type()
                                + ": use none or class, or captioned data."),
                new TextEncoderSize(
                        config.textWidth(),
                        config.textLayers(),
                        Math.max(1, config.textWidth() / HEAD_WIDTH),
                        config.textLength(),
                        config.textVocabulary()),
                seed);
    }
}
