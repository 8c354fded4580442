package ldmstudio.app.screen.datasets;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.app.workspace.AtomicFiles;

/**
 * {@code datasets.json} of a workspace: which collections were added. Pictures stay where they are.
 */
final class DatasetLibrary {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private DatasetLibrary() {}

    static Path in(Path workspace) {
        return workspace.resolve("datasets.json");
    }

    /** The built-in ones and what was added, in the order of adding. */
    static List<SavedDataset> read(Path workspace) throws IOException {
        List<SavedDataset> all = new ArrayList<>(SavedDataset.BUILT_IN);
        Path file = in(workspace);
        if (Files.exists(file)) {
            SavedDataset[] saved = JSON.readValue(Files.readAllBytes(file), SavedDataset[].class);
            for (SavedDataset each : saved == null ? new SavedDataset[0] : saved) {
                if (each != null && each.kind() != null && !each.isBuiltIn()) {
                    all.add(each);
                }
            }
        }
        return all;
    }

    static void write(Path workspace, List<SavedDataset> datasets) throws IOException {
        List<SavedDataset> added = datasets.stream().filter(d -> !d.isBuiltIn()).toList();
        AtomicFiles.write(in(workspace), JSON.writeValueAsBytes(added));
    }
}
