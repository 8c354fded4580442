package ldmstudio.engine.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import ldmstudio.engine.config.DataConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a parquet file are picture, caption and class.
 *
 * @param picture an expression that gives the picture's encoded bytes
 * @param caption the caption's column, or the empty string
 * @param classes the class' column, or the empty string
 */
record ParquetColumns(String picture, String caption, String classes) {
    private static final List<String> PICTURE_NAMES =
            List.of(
                    "image",
                    "img",
                    "jpg",
                    "jpeg",
                    "png",
                    "webp",
                    "picture",
                    "image_bytes",
                    "bytes");
    private static final List<String> ADDRESS_NAMES = List.of("url", "image_url");

    /**
     * Finds them: the picture is a struct with {@code bytes} (Hugging Face) or a column of bytes
     * (img2dataset's {@code jpg}).
     *
     * @throws DataException naming the columns that there are
     */
    static ParquetColumns of(
            Map<String, String> columns, DataConfig.Parquet config, String fileName) {
        String picture = picture(columns, config.imageColumn().strip());
        if (picture == null) {
            throw new DataException(noPicture(columns, config, fileName));
        }
        String caption = config.captionColumn().strip();
        if (caption.isEmpty()) {
            caption =
                    CaptionRow.CAPTION_COLUMNS.stream()
                            .filter(columns::containsKey)
                            .findFirst()
                            .orElse("");
        }
        String classes = config.classColumn().strip();
        require(columns, caption, "caption_column", fileName);
        require(columns, classes, "class_column", fileName);
        return new ParquetColumns(picture, caption, classes);
    }

    private static void require(
            Map<String, String> columns, String column, String field, String fileName) {
        if (!column.isEmpty() && !columns.containsKey(column)) {
            throw new DataException(
                    "%s has no column '%s' (%s); it has %s."
                            .formatted(
                                    fileName, column, field, String.join(", ", columns.keySet())));
        }
    }

    private static @Nullable String picture(Map<String, String> columns, String wanted) {
        List<String> names = wanted.isEmpty() ? PICTURE_NAMES : List.of(wanted);
        for (String name : names) {
            String expression = bytesOf(name, columns.getOrDefault(name, ""));
            if (expression != null) {
                return expression;
            }
        }
        if (wanted.isEmpty()) {
            for (Map.Entry<String, String> column : columns.entrySet()) {
                String expression = bytesOf(column.getKey(), column.getValue());
                if (expression != null) {
                    return expression;
                }
            }
        }
        return null;
    }

    private static @Nullable String bytesOf(String name, String type) {
        String upper = type.toUpperCase(Locale.ROOT);
        if (upper.equals("BLOB")) {
            return ParquetTable.name(name);
        }
        boolean struct = upper.startsWith("STRUCT(") && upper.matches(".*[(, \"]BYTES\"? BLOB.*");
        return struct ? ParquetTable.name(name) + ".bytes" : null;
    }

    private static String noPicture(
            Map<String, String> columns, DataConfig.Parquet config, String fileName) {
        String all = String.join(", ", columns.keySet());
        if (!config.imageColumn().isBlank()) {
            return "%s: the column '%s' (image_column) is not there or holds no bytes; there is %s."
                    .formatted(fileName, config.imageColumn(), all);
        }
        if (ADDRESS_NAMES.stream().anyMatch(columns::containsKey)) {
            return "%s holds addresses of pictures, not the pictures; fetch them first, for example with img2dataset, and open its output."
                    .formatted(fileName);
        }
        return "%s has no column with the bytes of pictures; it has %s. Set image_column."
                .formatted(fileName, all);
    }
}
