package ldmstudio.engine.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.checkpoint.TldWeights;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.config.DenoiserConfig;
import ldmstudio.engine.config.TransformerConfig;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.TransformerDenoiser;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.tensor.GridOps;

/**
 * Begins a training with the weights of another one. A transformer may have been trained for
 * another picture size or without a mask: its positions are resized, and the new channels begin
 * with zeros.
 */
final class FineTuning {
    private FineTuning() {}

    /**
     * Loads what {@code denoiser.start_from} names; nothing is done when that is empty, or when the
     * run has a checkpoint of its own to go on from.
     */
    static void load(DenoiserNetwork network, DenoiserConfig chosen, Path runFolder)
            throws IOException {
        if (!(network instanceof TransformerDenoiser transformer
                        && chosen instanceof TransformerConfig config)
                || config.startFrom().isBlank()
                || hasCheckpoint(runFolder)) {
            return;
        }
        Path file = file(config.startFrom(), Trainings.roots(runFolder));
        try (WeightFile weights = WeightFile.open(file)) {
            transformer.loadAdapted(
                    TldWeights.of(weights),
                    GridOps.Interpolation.valueOf(
                            config.positionResize().toUpperCase(Locale.ROOT)));
        }
    }

    private static boolean hasCheckpoint(Path runFolder) throws IOException {
        Path checkpoints = runFolder.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> all = Files.list(checkpoints)) {
            return all.findAny().isPresent();
        }
    }

    /** A file as it is; of a run or model folder the denoiser's. */
    private static Path file(String given, List<Path> roots) throws IOException {
        Path path = Path.of(given);
        for (Path root : roots) {
            if (!path.isAbsolute() && Files.exists(root.resolve(path))) {
                path = root.resolve(path);
                break;
            }
        }
        if (Files.isRegularFile(path)) {
            return path;
        }
        if (!Files.isDirectory(path)) {
            throw new CheckpointException(
                    "denoiser.start_from is "
                            + given
                            + ", but there is no such file or folder. Give a .pth or safetensors"
                            + " file, or a run or model folder.");
        }
        Path model = ModelPlace.checkpoint(path);
        for (String part : List.of("transformer", "unet", "")) {
            Path file = model.resolve(part).resolve(ModelFolder.WEIGHTS);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new CheckpointException(
                "denoiser.start_from: "
                        + model
                        + " holds no denoiser (no "
                        + ModelFolder.WEIGHTS
                        + ")");
    }
}
