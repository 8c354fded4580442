package ldmstudio.engine.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads parquet files by DuckDB: columns of all rows, or one value of one row, for which only that
 * row's group is read. One connection, used by one thread at a time.
 */
final class ParquetTable implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;

    ParquetTable() {
        Properties settings = new Properties();
        // Nothing is ever fetched from the network, and decoding runs on the loader's threads.
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", "2GB");
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        } catch (SQLException e) {
            throw new DataException("Parquet files cannot be read here: " + words(e), e);
        }
    }

    /** The columns of a file with DuckDB's names of their types. */
    synchronized Map<String, String> columns(Path file) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + table(file))) {
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    /** Number of rows, from the file's footer. */
    synchronized long rows(Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT coalesce(sum(num_rows), 0)::BIGINT FROM"
                                        + " parquet_file_metadata("
                                        + quoted(file)
                                        + ")")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** A column of all rows as text, empty where there is nothing. */
    synchronized List<String> texts(Path file, String column) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT CAST(%s AS VARCHAR) FROM %s ORDER BY file_row_number"
                                        .formatted(name(column), table(file)))) {
            while (rows.next()) {
                String text = rows.getString(1);
                texts.add(text == null ? "" : CaptionRow.oneLine(text));
            }
        }
        return texts;
    }

    /**
     * The bytes at an expression of one row; empty where there is nothing.
     *
     * @param expression as {@link ParquetColumns} makes it
     */
    synchronized byte[] bytes(Path file, String expression, long row) throws SQLException {
        String query =
                "SELECT %s FROM %s WHERE file_row_number = ?".formatted(expression, table(file));
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setLong(1, row);
            try (ResultSet rows = statement.executeQuery()) {
                byte[] bytes = rows.next() ? rows.getBytes(1) : null;
                return bytes == null ? new byte[0] : bytes;
            }
        }
    }

    /**
     * The names that Hugging Face's schema gives to the numbers of a class column; none where it
     * gives none, or one with a comma, which could not be listed.
     */
    synchronized List<String> classNames(Path file, String column) throws SQLException {
        String query =
                "SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = 'huggingface'"
                        .formatted(quoted(file));
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (rows.next()) {
                JsonNode features = JSON.readTree(rows.getString(1)).path("info").path("features");
                features.path(column).path("names").forEach(name -> names.add(name.asText()));
            }
        } catch (JsonProcessingException e) {
            throw new DataException(
                    file + " has damaged Hugging Face metadata: " + e.getOriginalMessage(), e);
        }
        return names.stream().anyMatch(name -> name.contains(",")) ? List.of() : names;
    }

    private static String table(Path file) {
        return "read_parquet(" + quoted(file) + ", file_row_number = true)";
    }

    private static String quoted(Path file) {
        String path = file.toString();
        if (path.matches(".*[*?\\[\\]].*")) {
            throw new DataException(
                    path
                            + " has one of * ? [ ] in its name, which means many files to the reader; rename"
                            + " it.");
        }
        return "'" + path.replace("'", "''") + "'";
    }

    static String name(String column) {
        return "\"" + column.replace("\"", "\"\"") + "\"";
    }

    /** DuckDB's message without its stack of hints. */
    static String words(SQLException trouble) {
        String message = String.valueOf(trouble.getMessage());
        return message.lines().findFirst().orElse("no reason given");
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DataException("Closing a parquet file failed: " + words(e), e);
        }
    }
}
