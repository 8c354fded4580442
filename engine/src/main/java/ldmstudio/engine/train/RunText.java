package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.TextEncoderSize;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.ConditionConfig;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.run.DurableFiles;
import ldmstudio.engine.tensor.Ops;

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

    /** Enough captions for every word of a closed vocabulary; more would only cost time. */
    private static final int CAPTIONS = 100_000;

    /**
     * Opens the run's own copy, or else loads or learns the encoder and keeps a copy.
     *
     * @param roots where a relative path of the configuration is looked up
     */
    static RunText open(
            Ops ops,
            ConditionConfig config,
            Dataset data,
            Path runFolder,
            List<Path> roots,
            long seed)
            throws IOException {
        boolean trained = config.textEncoder().isBlank();
        Path kept = kept(runFolder);
        if (Files.isDirectory(kept)) {
            return new RunText(TextEncoders.load(ops, kept), trained);
        }
        TextEncoder encoder =
                trained
                        ? learned(ops, config, data, seed)
                        : TextEncoders.load(
                                ops, ModelPlace.textEncoder(config.textEncoder(), roots));
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
        int count = Math.min(CAPTIONS, data.size());
        if (IntStream.range(0, count).allMatch(i -> data.entry(i).caption().isBlank())) {
            throw new IllegalArgumentException(
                    "condition.type is "
                            + config.type()
                            + ", but "
                            + data.name()
                            + " has no captions. Use condition.type none or class, or captioned data.");
        }
        Iterable<String> captions =
                () -> {
                    Iterator<String> all =
                            IntStream.range(0, count)
                                    .mapToObj(i -> data.entry(i).caption())
                                    .iterator();
                    return all;
                };
        return TextEncoders.learn(
                ops,
                captions,
                new TextEncoderSize(
                        config.textWidth(),
                        config.textLayers(),
                        Math.max(1, config.textWidth() / HEAD_WIDTH),
                        config.textLength(),
                        config.textVocabulary()),
                seed);
    }
}
