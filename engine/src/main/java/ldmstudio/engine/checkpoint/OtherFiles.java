package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files that are mistaken for weights, told by how they begin. */
final class OtherFiles {
    private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put(
                "version https://git-lfs",
                "a Git LFS pointer, not the file itself: fetch it with 'git lfs pull' or download it"
                        + " anew");
        BEGINNINGS.put("<!DOCTYPE", "a web page, probably an error page instead of the download");
        BEGINNINGS.put("<!doctype", "a web page, probably an error page instead of the download");
        BEGINNINGS.put("<html", "a web page, probably an error page instead of the download");
        BEGINNINGS.put("GGUF", "a GGUF file, a format of language models that is not supported");
        BEGINNINGS.put("\u0089PNG", "a PNG picture");
        BEGINNINGS.put("\u00ff\u00d8\u00ff", "a JPEG picture");
        BEGINNINGS.put("\u0089HDF", "an HDF5 file (Keras), which is not supported");
        BEGINNINGS.put("%PDF", "a PDF document");
        BEGINNINGS.put("\u001f\u008b", "a gzip archive: unpack it first");
        BEGINNINGS.put("7z\u00bc\u00af", "a 7z archive: unpack it first");
        BEGINNINGS.put("Rar!", "a RAR archive: unpack it first");
        BEGINNINGS.put("{", "a JSON text");
    }

    private OtherFiles() {}

    /** What a file is that holds no weights; empty for what may. */
    static Optional<String> words(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        if (Files.size(path) == 0) {
            return Optional.of("an empty file");
        }
        String start;
        try (InputStream in = Files.newInputStream(path)) {
            start = new String(in.readNBytes(32), StandardCharsets.ISO_8859_1);
        }
        return BEGINNINGS.entrySet().stream()
                .filter(entry -> start.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
