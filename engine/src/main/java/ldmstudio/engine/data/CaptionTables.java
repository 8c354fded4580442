package ldmstudio.engine.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files with the captions of many pictures.
 *
 * <ul>
 *   <li>{@code metadata.jsonl} and {@code metadata.csv} as Hugging Face's imagefolder: a row for
 *       each picture with {@code file_name}, a caption and further columns.
 *   <li>{@code captions.json}, {@code captions_NAME.json}: MS-COCO's ({@code images} with ids and
 *       file names, {@code annotations} with {@code image_id} and {@code caption}, the first
 *       caption of each picture), a list of rows as above, or an object of file name to caption.
 * </ul>
 *
 * All are read as a stream: COCO's has hundreds of thousands of captions.
 */
final class CaptionTables {
    /** Takes what a table says of the file with this name. */
    interface Rows {
        void row(String fileName, CaptionRow row);
    }

    private static final List<String> NAME_COLUMNS =
            List.of("file_name", "image", "file", "filename", "image_path");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String captionColumn;
    private final Rows rows;

    private CaptionTables(Path file, String captionColumn, Rows rows) {
        this.file = file;
        this.captionColumn = captionColumn;
        this.rows = rows;
    }

    static boolean isTable(String fileName) {
        return fileName.toLowerCase(Locale.ROOT)
                .matches("metadata\\.(jsonl|csv)|captions(_.*)?\\.json");
    }

    /**
     * Reads a table.
     *
     * @param captionColumn which column is the caption; empty: the first known one
     * @throws DataException naming the file and the line that is wrong
     */
    static void read(Path file, String captionColumn, Rows rows) {
        CaptionTables table = new CaptionTables(file, captionColumn, rows);
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        int[] line = {0};
        try (BufferedReader text = Files.newBufferedReader(file)) {
            if (name.endsWith(".jsonl")) {
                table.readLines(text, line);
            } else if (name.endsWith(".csv")) {
                table.readCsv(text, line);
            } else {
                table.readJson(text);
            }
        } catch (JsonProcessingException e) {
            int at = line[0] > 0 ? line[0] : e.getLocation() == null ? 1 : lineOf(e);
            throw new DataException(
                    "%s, line %d: not proper JSON: %s".formatted(file, at, e.getOriginalMessage()),
                    e);
        } catch (CharacterCodingException e) {
            throw new DataException(
                    file
                            + " is not UTF-8 text"
                            + (line[0] > 0 ? " after line " + line[0] : "")
                            + "; save it as UTF-8.",
                    e);
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(file, e), e);
        }
    }

    private static int lineOf(JsonProcessingException e) {
        return e.getLocation().getLineNr();
    }

    private void readLines(BufferedReader text, int[] line) throws IOException {
        for (String each = text.readLine(); each != null; each = text.readLine()) {
            line[0]++;
            if (!each.isBlank()) {
                add(CaptionRow.columns(JSON.readTree(each)), line[0]);
            }
        }
    }

    private void readCsv(BufferedReader text, int[] line) throws IOException {
        CsvRows csv = new CsvRows(text);
        List<String> header = csv.next();
        if (header == null) {
            throw new DataException(file + " is empty; its first line must name the columns.");
        }
        for (line[0] = csv.line(); ; line[0] = csv.line()) {
            List<String> fields = csv.next();
            if (fields == null) {
                return;
            }
            if (fields.size() != header.size()) {
                throw new DataException(
                        "%s, line %d: %d fields, but the first line names %d columns."
                                .formatted(file, line[0], fields.size(), header.size()));
            }
            Map<String, String> columns = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                columns.put(header.get(i).strip().replace("\uFEFF", ""), fields.get(i));
            }
            add(columns, line[0]);
        }
    }

    private void add(Map<String, String> columns, int line) {
        for (String column : NAME_COLUMNS) {
            String name = columns.remove(column);
            if (name != null && !name.isBlank()) {
                rows.row(name, CaptionRow.of(columns, captionColumn));
                return;
            }
        }
        throw new DataException(
                "%s, line %d: no \"file_name\", which must name a picture relative to this file."
                        .formatted(file, line));
    }

    private void readJson(BufferedReader text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    int line = json.currentLocation().getLineNr();
                    add(CaptionRow.columns(JSON.readTree(json)), line);
                }
            } else if (first == JsonToken.START_OBJECT) {
                readObject(json);
            } else {
                throw new DataException(
                        file + " holds neither a JSON list nor a JSON object of captions.");
            }
        }
    }

    /** COCO's object, or one of file name to caption. */
    private void readObject(JsonParser json) throws IOException {
        Map<String, String> fileOfId = new HashMap<>();
        Map<String, String> captionOfId = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_ARRAY && field.equals("images")) {
                each(json, row -> put(fileOfId, row.path("id"), row.path("file_name")));
            } else if (value == JsonToken.START_ARRAY && field.equals("annotations")) {
                each(json, row -> put(captionOfId, row.path("image_id"), row.path("caption")));
            } else if (value == JsonToken.VALUE_STRING) {
                rows.row(field, new CaptionRow(CaptionRow.oneLine(json.getText()), Map.of()));
            } else if (value == JsonToken.START_OBJECT) {
                JsonNode row = JSON.readTree(json);
                rows.row(field, CaptionRow.of(CaptionRow.columns(row), captionColumn));
            } else {
                json.skipChildren();
            }
        }
        captionOfId.forEach(
                (id, caption) -> {
                    String name = fileOfId.get(id);
                    if (name != null) {
                        rows.row(name, new CaptionRow(CaptionRow.oneLine(caption), Map.of()));
                    }
                });
    }

    private interface Element {
        void take(JsonNode row);
    }

    private static void each(JsonParser json, Element element) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            element.take(JSON.readTree(json));
        }
    }

    private static void put(Map<String, String> map, @Nullable JsonNode key, JsonNode value) {
        if (key != null && key.isValueNode() && value.isTextual()) {
            map.putIfAbsent(key.asText(), value.textValue());
        }
    }
}
