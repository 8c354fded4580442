package ldmstudio.app.client;

import java.io.IOException;
import java.nio.file.Path;

/** Starts workers. */
@FunctionalInterface
public interface WorkerFactory {
    /**
     * Starts one; may take some milliseconds, so not on the FX thread.
     *
     * @param folder its working directory, made if absent: the workspace
     */
    Worker start(Path folder) throws IOException;
}
