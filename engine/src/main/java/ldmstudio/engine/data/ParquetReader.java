package ldmstudio.engine.data;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.data.ParquetDataset.Row;
import ldmstudio.engine.data.Shards.Shard;

/** {@code type: parquet}: lays out the parquet files of a folder as a data set. */
final class ParquetReader {
    private static final int MOST_ROWS = 100_000_000;

    private final DataConfig.Parquet config;
    private final ParquetTable table;
    private final SkipLog skips = new SkipLog();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> classWords = new ArrayList<>();
    private String classNames = "";

    private ParquetReader(DataConfig.Parquet config, ParquetTable table) {
        this.config = config;
        this.table = table;
    }

    static Dataset open(DataConfig.Parquet config, Path root, int imgSize, Split split) {
        ParquetTable table = new ParquetTable();
        try {
            return new ParquetReader(config, table).dataset(root, imgSize, split);
        } catch (RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private Dataset dataset(Path root, int imgSize, Split split) {
        List<Shard> shards = Shards.under(root, ".parquet");
        for (Shard shard : shards) {
            try {
                add(shard);
            } catch (SQLException e) {
                skips.add(shard.id(), "the whole file: " + ParquetTable.words(e));
            }
        }
        if (rows.isEmpty()) {
            List<Skipped> why = skips.list();
            throw new DataException(
                    "The %d parquet files in %s hold no rows%s"
                            .formatted(
                                    shards.size(),
                                    root,
                                    why.isEmpty()
                                            ? "."
                                            : ". For example %s: %s."
                                                    .formatted(
                                                            why.get(0).id(), why.get(0).reason())));
        }
        ClassWords classes = ClassWords.of(classWords, classNames);
        List<Row> labelled = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            int label = classes.label(classWords.get(i));
            if (label < 0 && !classes.names().isEmpty()) {
                skips.add(row.id(), "it has no class (" + config.classColumn() + ")");
            } else {
                labelled.add(row.withLabel(label));
            }
        }
        List<Row> part =
                NamedParts.part(
                        labelled,
                        row -> row.shard().id(),
                        Row::id,
                        config.validationFraction(),
                        split);
        return new ParquetDataset(
                String.valueOf(root.getFileName()),
                imgSize,
                split,
                part,
                classes.names(),
                skips,
                table);
    }

    private void add(Shard shard) throws SQLException {
        Path file = shard.file();
        ParquetColumns columns = ParquetColumns.of(table.columns(file), config, shard.id());
        long count = table.rows(file);
        if (rows.size() + count > MOST_ROWS) {
            throw new DataException(
                    "More than %d rows; open fewer files at once.".formatted(MOST_ROWS));
        }
        List<String> captions =
                columns.caption().isEmpty() ? List.of() : table.texts(file, columns.caption());
        List<String> words =
                columns.classes().isEmpty() ? List.of() : table.texts(file, columns.classes());
        if (classNames.isEmpty() && !columns.classes().isEmpty()) {
            classNames = String.join(",", table.classNames(file, columns.classes()));
        }
        for (int row = 0; row < count; row++) {
            rows.add(
                    new Row(
                            shard,
                            row,
                            columns.picture(),
                            -1,
                            row < captions.size() ? captions.get(row) : ""));
            classWords.add(row < words.size() ? words.get(row) : "");
        }
    }
}
