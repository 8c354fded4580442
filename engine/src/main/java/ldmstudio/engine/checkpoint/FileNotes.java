package ldmstudio.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What LDM Studio writes into the metadata of a pipeline's single file, so that the file needs
 * nothing beside it: the configurations of its networks, the noise schedule, the tokenizer's files.
 */
final class FileNotes {
    private static final String PREFIX = "ldm_studio.";
    private static final String TOKENIZER = PREFIX + "tokenizer/";
    private static final String STUDIO = PREFIX + "model";

    /** A tokenizer is made of some of these. */
    static final List<String> TOKENIZER_FILES =
            List.of(
                    "vocab.json",
                    "merges.txt",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String file;
    private final Map<String, String> metadata;

    FileNotes(String file, Map<String, String> metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    /** The metadata for a pipeline. */
    static Map<String, String> of(PipelineSource source, Map<String, Map<String, Object>> configs)
            throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("format", "pt");
        for (Map.Entry<String, Map<String, Object>> entry : configs.entrySet()) {
            notes.put(PREFIX + entry.getKey(), JSON.writeValueAsString(entry.getValue()));
        }
        notes.put(PREFIX + "class_name", source.className());
        Optional<StudioModel> studio = source.studio();
        if (studio.isPresent()) {
            notes.put(STUDIO, studio.get().json());
        }
        Optional<Path> tokenizer = source.tokenizer();
        if (tokenizer.isPresent()) {
            for (String name : TOKENIZER_FILES) {
                Path from = tokenizer.get().resolve(name);
                if (Files.isRegularFile(from)) {
                    notes.put(TOKENIZER + name, Files.readString(from, StandardCharsets.UTF_8));
                }
            }
        }
        return notes;
    }

    /** A configuration that lies in the file. */
    Optional<Map<String, Object>> config(String part) throws CheckpointException {
        String text = metadata.get(PREFIX + part);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    file + " is damaged: its note on " + part + " is no JSON object", e);
        }
    }

    String className() {
        return metadata.getOrDefault(PREFIX + "class_name", "");
    }

    Optional<StudioModel> studio() throws CheckpointException {
        String text = metadata.get(STUDIO);
        return text == null ? Optional.empty() : Optional.of(StudioModel.parse(text, file));
    }

    boolean hasTokenizer() {
        return TOKENIZER_FILES.stream().anyMatch(name -> metadata.containsKey(TOKENIZER + name));
    }

    /** Writes the tokenizer's files into a folder. */
    void unpackTokenizer(Path folder) throws IOException {
        for (String name : TOKENIZER_FILES) {
            String text = metadata.get(TOKENIZER + name);
            if (text != null) {
                Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
            }
        }
    }
}
