package ldmstudio.app.jobs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.app.workspace.AtomicFiles;

/** {@code queue.json} in the workspace: what waits survives the studio. */
final class QueueFile {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private QueueFile() {}

    static Path in(Path workspace) {
        return workspace.resolve("queue.json");
    }

    /** What waits in the workspace; empty when there is no file. */
    static List<QueuedRun> read(Path workspace) throws IOException {
        Path file = in(workspace);
        if (!Files.exists(file)) {
            return List.of();
        }
        QueuedRun[] runs = JSON.readValue(Files.readAllBytes(file), QueuedRun[].class);
        return runs == null ? List.of() : List.of(runs);
    }

    static void write(Path workspace, List<QueuedRun> runs) throws IOException {
        if (runs.isEmpty()) {
            Files.deleteIfExists(in(workspace));
        } else {
            AtomicFiles.write(in(workspace), JSON.writeValueAsBytes(runs));
        }
    }
}
