package ldmstudio.engine.train;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import ldmstudio.engine.checkpoint.CheckpointException;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.checkpoint.SafetensorsWriter;

/**
 * {@code training_state.safetensors}: what a resume needs beside the weights, and the live settings
 * as metadata.
 */
final class TrainingState {
    static final String FILE = "training_state.safetensors";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = "step";
    private static final String SETTINGS = "settings";

    private TrainingState() {}

    private static String encode(Map<String, String> settings) throws IOException {
        return JSON.writeValueAsString(new TreeMap<>(settings));
    }

    /** The live settings of a state file. */
    static Map<String, String> settings(SafetensorsFile file) throws IOException {
        String text = file.metadata().get(SETTINGS);
        if (text == null || !file.metadata().containsKey(STEP)) {
            throw new CheckpointException(
                    file.path() + " was not written by a training of LDM Studio");
        }
        return JSON.readValue(text, new TypeReference<TreeMap<String, String>>() {});
    }

    static SafetensorsFile open(Path folder) throws IOException {
        return SafetensorsFile.open(folder.resolve(FILE));
    }

    static SafetensorsWriter writer(long step, Map<String, String> settings) throws IOException {
        return new SafetensorsWriter()
                .unsynced()
                .metadata(STEP, Long.toString(step))
                .metadata(SETTINGS, encode(settings));
    }
}
