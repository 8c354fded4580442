package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.Inspection;
import ldmstudio.engine.checkpoint.Inspector;

/** Says what a person's path is: a file, a folder, or a run, whose newest checkpoint is meant. */
public final class ModelInspection {
    private ModelInspection() {}

    /**
     * Looks at headers, not at numbers.
     *
     * @param hash whether a file is read once for its sha256
     * @throws CheckpointException when there is nothing, or it is damaged
     */
    public static Inspection inspect(Path path, boolean hash) throws IOException {
        if (!Files.exists(path)) {
            throw new CheckpointException("There is nothing named " + path);
        }
        return Inspector.inspect(
                Files.isDirectory(path) ? ModelPlace.checkpoint(path) : path, hash);
    }
}
