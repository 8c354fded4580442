package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.ModelFolder;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.DemoModel;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunStatus;

/** Finds the folder that a person means by a path to a model. */
public final class ModelPlace {
    private ModelPlace() {}

    /**
     * A path as a person gives it: the word {@code demo} means the model that comes with the
     * program, unless there is something of that name here.
     */
    static Path named(Path path) throws IOException {
        boolean demo = path.equals(Path.of(DemoModel.NAME)) && !Files.exists(path);
        return demo ? DemoModel.builtIn().unpack((bytes, total) -> {}) : path;
    }

    /**
     * The checkpoint folder behind a path: the newest whole checkpoint of a run folder, or the
     * folder itself.
     *
     * @throws CheckpointException when there is nothing of that name, or the run has no checkpoint
     *     yet
     */
    public static Path checkpoint(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new CheckpointException(
                    "There is no folder "
                            + path
                            + ". Give a run folder (ldm runs lists them) or a checkpoint folder.");
        }
        if (!RunStatus.isRunFolder(path)) {
            return path;
        }
        try (RunFolder run = RunFolder.open(path)) {
            return run.latestCheckpoint()
                    .map(Checkpoint::path)
                    .orElseThrow(
                            () ->
                                    new CheckpointException(
                                            "The run "
                                                    + path
                                                    + " has no checkpoint yet. Train it further, or press"
                                                    + " 'checkpoint now'."));
        }
    }

    /**
     * The folder of an autoencoder: {@code vae/} of a run's newest checkpoint or of a checkpoint or
     * diffusers folder, or the folder itself when it holds the weights.
     *
     * @param roots folders that a relative path is tried against, in order
     */
    public static Path autoencoder(String path, List<Path> roots) throws IOException {
        Path found = found(path, roots);
        if (Files.isRegularFile(found.resolve(ModelFolder.WEIGHTS))) {
            return found;
        }
        Path vae = checkpoint(found).resolve("vae");
        if (!Files.isDirectory(vae)) {
            throw new CheckpointException(
                    found
                            + " holds no autoencoder (no folder vae). Give a stage-1 run or checkpoint.");
        }
        return vae;
    }

    /**
     * The folder of a text encoder: of a run's newest checkpoint, or the folder itself.
     *
     * @param roots folders that a relative path is tried against, in order
     */
    public static Path textEncoder(String path, List<Path> roots) throws IOException {
        return checkpoint(found(path, roots));
    }

    /** A path as a configuration means it; a relative one is tried against each root in order. */
    public static Path found(String path, List<Path> roots) {
        Path given = Path.of(path);
        if (!given.isAbsolute()) {
            for (Path root : roots) {
                if (Files.exists(root.resolve(given))) {
                    return root.resolve(given);
                }
            }
        }
        return given;
    }
}
