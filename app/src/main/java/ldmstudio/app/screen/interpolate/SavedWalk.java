package ldmstudio.app.screen.interpolate;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import ldmstudio.app.workspace.AtomicFiles;
import ldmstudio.app.workspace.WorkspaceFiles;
import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.config.WalkConfig;
import ldmstudio.engine.config.WalkRecipe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the page shows after a restart or a crash.
 *
 * @param model path of the model; empty: none
 * @param at place on the walk
 * @param unfinished the film that was being rendered; null: none
 */
record SavedWalk(
        String model,
        WalkConfig walk,
        VideoConfig video,
        double at,
        double atY,
        int selected,
        @Nullable WalkRecipe unfinished) {
    private static final Logger LOG = LoggerFactory.getLogger(SavedWalk.class);
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /** Where a workspace keeps it. */
    static Path file(Path workspace) {
        return WorkspaceFiles.remembered(workspace, "interpolate.json");
    }

    /** What was saved; empty when there is nothing that can be understood. */
    static Optional<SavedWalk> read(Path workspace) {
        Path file = file(workspace);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), SavedWalk.class));
        } catch (IOException e) {
            // An example is offered instead; the file stays until the next edit.
            LOG.warn("the walk in {} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    void write(Path workspace) throws IOException {
        AtomicFiles.write(file(workspace), JSON.writeValueAsBytes(this));
    }
}
