package ldmstudio.engine.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.data.PictureFiles.Found;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captions of a folder's pictures: lines of {@code metadata.jsonl} ({@code {"file_name":
 * "images/a.png", "text": "a cat"}}, the name relative to the file), or else the text file of the
 * same name beside the picture ({@code a.txt} for {@code a.png}), read when asked for.
 */
final class Captions {
    private static final Logger LOG = LoggerFactory.getLogger(Captions.class);
    private static final List<String> TEXT_KEYS =
            List.of("text", "caption", "prompt", "description");
    private static final int MOST_TEXT_BYTES = 16_384;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PictureFiles files;
    private final Map<String, String> listed = new HashMap<>();

    Captions(PictureFiles files) {
        this.files = files;
        files.metadata().forEach(this::readMetadata);
    }

    /** The caption of a picture, or the empty string. */
    String of(Found picture) {
        String text = listed.get(picture.id());
        if (text != null) {
            return text;
        }
        Found beside = files.textOf(picture);
        return beside == null ? "" : readText(beside);
    }

    /** Adds what captions a picture has, without opening a file. */
    void addTo(Fingerprint fingerprint, Found picture) {
        fingerprint.add(listed.getOrDefault(picture.id(), ""));
        Found beside = files.textOf(picture);
        if (beside != null) {
            fingerprint.add(beside.bytes()).add(beside.modified());
        }
    }

    private void readMetadata(Found metadata) {
        Path file = files.root().resolve(metadata.id());
        String folder = metadata.id().substring(0, metadata.id().lastIndexOf('/') + 1);
        int lineNumber = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lineNumber++;
                if (!line.isBlank()) {
                    readLine(line, folder, file, lineNumber);
                }
            }
        } catch (JsonProcessingException e) {
            throw new DataException(
                    "%s, line %d: not a JSON object: %s"
                            .formatted(file, lineNumber, e.getOriginalMessage()),
                    e);
        } catch (CharacterCodingException e) {
            throw new DataException(
                    file + " is not UTF-8 text after line " + lineNumber + "; save it as UTF-8.",
                    e);
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(file, e), e);
        }
    }

    private void readLine(String line, String folder, Path file, int lineNumber)
            throws JsonProcessingException {
        JsonNode row = JSON.readTree(line);
        JsonNode name = row.get("file_name");
        if (name == null || !name.isTextual()) {
            throw new DataException(
                    "%s, line %d: no \"file_name\", which must name a picture relative to this file."
                            .formatted(file, lineNumber));
        }
        for (String key : TEXT_KEYS) {
            JsonNode text = row.get(key);
            if (text != null && text.isTextual()) {
                listed.put(folder + name.textValue().replace('\\', '/'), oneLine(text.textValue()));
                return;
            }
        }
    }

    private String readText(Found beside) {
        Path file = files.root().resolve(beside.id());
        try (InputStream in = Files.newInputStream(file)) {
            return oneLine(new String(in.readNBytes(MOST_TEXT_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("The caption is left out. {}", FileTrouble.reading(file, e));
            return "";
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
