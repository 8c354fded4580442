package ldmstudio.engine.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table says of one picture.
 *
 * @param caption in one line, or the empty string
 * @param attributes the other short texts and numbers of the row, by column
 */
record CaptionRow(String caption, Map<String, String> attributes) {
    /** The columns that are taken for the caption, the first that is there. */
    static final List<String> CAPTION_COLUMNS = List.of("text", "caption", "prompt", "description");

    private static final int MOST_ATTRIBUTES = 64;
    private static final int LONGEST_ATTRIBUTE = 200;

    /**
     * The row of some columns.
     *
     * @param captionColumn which is the caption; empty: the first known one
     */
    static CaptionRow of(Map<String, String> columns, String captionColumn) {
        String chosen = captionColumn;
        for (String column : CAPTION_COLUMNS) {
            if (chosen.isEmpty() && columns.containsKey(column)) {
                chosen = column;
            }
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, String> column : columns.entrySet()) {
            String value = oneLine(column.getValue());
            if (!column.getKey().equals(chosen)
                    && !value.isEmpty()
                    && value.length() <= LONGEST_ATTRIBUTE
                    && attributes.size() < MOST_ATTRIBUTES) {
                attributes.put(column.getKey(), value);
            }
        }
        return new CaptionRow(oneLine(columns.getOrDefault(chosen, "")), attributes);
    }

    /** The plain values of a JSON object as texts; of a list of captions the first. */
    static Map<String, String> columns(JsonNode object) {
        Map<String, String> columns = new LinkedHashMap<>();
        object.properties()
                .forEach(
                        field -> {
                            JsonNode value = field.getValue();
                            if (value.isArray() && CAPTION_COLUMNS.contains(field.getKey())) {
                                value = value.path(0);
                            }
                            if (value.isValueNode() && !value.isNull()) {
                                columns.put(field.getKey(), value.asText());
                            }
                        });
        return columns;
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
