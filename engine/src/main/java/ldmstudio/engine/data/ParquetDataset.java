package ldmstudio.engine.data;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import ldmstudio.engine.data.Shards.Shard;
import org.jspecify.annotations.Nullable;

/**
 * Pictures in parquet files. Captions and classes are in memory; a picture is read when asked for,
 * and for it one column of its row group: files of small row groups (Hugging Face writes 100 rows)
 * are quick, those of a million rows are not.
 */
final class ParquetDataset extends EncodedDataset {
    /**
     * One row.
     *
     * @param number of the row in its file
     * @param picture the expression of its picture's bytes
     */
    record Row(Shard shard, int number, String picture, int classLabel, String caption) {
        String id() {
            return "%s/%07d".formatted(shard.id(), number);
        }

        Row withLabel(int label) {
            return new Row(shard, number, picture, label, caption);
        }
    }

    private final Split split;
    private final List<Row> rows;
    private final ParquetTable table;
    private volatile @Nullable String fingerprint;

    ParquetDataset(
            String name,
            int imgSize,
            Split split,
            List<Row> rows,
            List<String> classes,
            SkipLog skips,
            ParquetTable table) {
        super(name, imgSize, classes, skips);
        this.split = split;
        this.rows = List.copyOf(rows);
        this.table = table;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    String id(int i) {
        return rows.get(i).id();
    }

    @Override
    public Entry entry(int i) {
        Row row = rows.get(i);
        return new Entry(row.id(), row.classLabel(), row.caption());
    }

    @Override
    byte[] bytes(int i) throws IOException {
        Row row = rows.get(i);
        try {
            byte[] bytes = table.bytes(row.shard().file(), row.picture(), row.number());
            if (bytes.length == 0) {
                throw new IOException("its row holds no picture");
            }
            if (bytes.length > PictureDecoder.MOST_FILE_BYTES) {
                throw new IOException("it is too large for a picture");
            }
            return bytes;
        } catch (SQLException e) {
            throw new IOException(ParquetTable.words(e), e);
        }
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint content = new Fingerprint("parquet").add(split.name());
            content.add(classes().size());
            classes().forEach(content::add);
            Shard last = null;
            for (Row row : rows) {
                if (!row.shard().equals(last)) {
                    last = row.shard();
                    last.addTo(content);
                    content.add(row.picture());
                }
                content.add(row.number()).add(row.classLabel()).add(row.caption());
            }
            known = content.hex();
            fingerprint = known;
        }
        return known;
    }

    @Override
    public void close() {
        table.close();
    }
}
