package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.encoded;
import static ldmstudio.engine.data.TestPictures.plain;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import ldmstudio.engine.config.DataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTest {
    private static final String HUGGING_FACE =
            "{image: struct_pack(bytes := picture, path := number || '.png'), text: caption, label: number % 3}";

    @TempDir Path folder;

    /** Writes rows numbered from {@code first}; the columns are the fields of a struct. */
    private void file(String name, int first, int count, String columns, String options) {
        write(folder.resolve(name), new byte[0]);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("CREATE TABLE t (number BIGINT, picture BLOB, caption VARCHAR)");
            try (PreparedStatement insert =
                    duck.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
                for (int i = first; i < first + count; i++) {
                    insert.setLong(1, i);
                    insert.setBytes(2, encoded(plain(10, 9, i), "png"));
                    insert.setString(3, "number  " + i);
                    insert.execute();
                }
            }
            statement.execute(
                    "COPY (SELECT unnest(%s) FROM t ORDER BY number) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048%s)"
                            .formatted(columns, folder.resolve(name), options));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Dataset open(Split split, String image, String caption, String classes) {
        return Datasets.open(
                new DataConfig.Parquet(
                        folder.toString(), image, caption, classes, "crop", false, 0.2),
                8,
                split);
    }

    private Dataset open() {
        return open(Split.ALL, "", "", "");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(words);
    }

    private static List<String> captions(Dataset dataset) {
        return IntStream.range(0, dataset.size())
                .mapToObj(i -> dataset.entry(i).caption())
                .toList();
    }

    @Test
    void everyPictureIsReadFromItsRow() throws Exception {
        file("a.parquet", 0, 5, HUGGING_FACE, "");
        file("b.parquet", 5, 4, HUGGING_FACE, ", COMPRESSION zstd");
        try (Dataset dataset = open()) {
            assertThat(dataset.size()).isEqualTo(9);
            for (int i : new int[] {8, 0, 5, 4}) {
                assertThat(dataset.entry(i).caption()).isEqualTo("number " + i);
                assertThat(dataset.read(i).pixel(4, 4)).isEqualTo(0xFF000000 | i);
            }
            assertThat(dataset.entry(6).id()).isEqualTo("b.parquet/0000001");
            assertThat(dataset.classes()).isEmpty();
            assertThat(dataset.details(2).format()).isEqualTo("PNG");
        }
    }

    @Test
    void columnsAreFoundByNameOrChosen() throws Exception {
        file("a.parquet", 0, 3, "{url: 'http://a.example', caption: caption, jpg: picture}", "");
        try (Dataset dataset = open()) {
            assertThat(captions(dataset)).containsExactly("number 0", "number 1", "number 2");
            assertThat(dataset.read(2).width()).isEqualTo(10);
        }
        file("a.parquet", 0, 3, "{pixels: picture, title: caption, other: picture}", "");
        assertThat(captions(open(Split.ALL, "other", "title", "")).get(1)).isEqualTo("number 1");
        assertThat(captions(open()).get(1)).isEmpty();
        assertThatThrownBy(() -> open(Split.ALL, "title", "", ""))
                .hasMessageContainingAll("'title'", "pixels, title, other");
        assertThatThrownBy(() -> open(Split.ALL, "", "words", ""))
                .hasMessageContainingAll("'words'", "caption_column");
    }

    @Test
    void huggingFaceNamesTheClasses() {
        String names =
                "{\"info\": {\"features\": {\"label\": {\"names\": [\"cat\", \"dog\", \"cow\"], \"_type\": \"ClassLabel\"}}}}";
        file("a.parquet", 0, 4, HUGGING_FACE, ", KV_METADATA {huggingface: '%s'}".formatted(names));
        try (Dataset dataset = open(Split.ALL, "", "", "label")) {
            assertThat(dataset.classes()).containsExactly("cat", "dog", "cow");
            assertThat(dataset.entry(2).classLabel()).isEqualTo(2);
            assertThat(dataset.entry(3).classLabel()).isZero();
        }
        file("a.parquet", 0, 4, HUGGING_FACE, "");
        assertThat(open(Split.ALL, "", "", "label").classes()).containsExactly("0", "1", "2");
    }

    @Test
    void filesNamedTestAreHeldOut() {
        file("data/train-00000-of-00001.parquet", 0, 4, HUGGING_FACE, "");
        file("data/test-00000-of-00001.parquet", 4, 2, HUGGING_FACE, "");
        assertThat(open(Split.TRAIN, "", "", "").size()).isEqualTo(4);
        assertThat(open(Split.VALIDATION, "", "", "").size()).isEqualTo(2);
    }

    @Test
    void aBrokenPictureOrFileIsSkippedAndNamed() {
        file("a.parquet", 0, 2, "{image: CASE number WHEN 0 THEN picture END, text: caption}", "");
        write(folder.resolve("b.parquet"), "not parquet at all".getBytes());
        try (Dataset dataset = open()) {
            assertThat(dataset.size()).isEqualTo(2);
            dataset.scan((done, total) -> true);
            assertThat(dataset.skipped())
                    .extracting(Skipped::id)
                    .containsExactly("a.parquet/0000001", "b.parquet");
            assertThat(dataset.skipped().get(0).reason()).contains("no picture");
        }
    }

    @Test
    void addressesAloneAreRefusedWithAdvice() {
        file("a.parquet", 0, 2, "{url: 'http://a.example/' || number, caption: caption}", "");
        assertRefused("addresses of pictures", "img2dataset");
        file("a.parquet", 0, 2, "{caption: caption, n: number}", "");
        assertRefused("no column with the bytes", "caption, n", "image_column");
    }

    @Test
    void aNameThatMeansManyFilesIsRefused() {
        file("a.parquet", 0, 1, HUGGING_FACE, "");
        Path odd = folder.resolve("odd[1].parquet");
        write(odd, new byte[9]);
        assertRefused("odd[1].parquet", "rename");
    }

    @Test
    void theFingerprintKnowsCaptions() {
        file("a.parquet", 0, 3, HUGGING_FACE, "");
        String before = open().fingerprint();
        assertThat(open(Split.ALL, "", "", "label").fingerprint()).isNotEqualTo(before);
        assertThat(open().fingerprint()).isEqualTo(before);
    }

    @Test
    void theParquetFileOfHuggingFaceIsRead() throws Exception {
        DataConfig.Parquet emoji =
                new DataConfig.Parquet(
                        SharedData.folder("emoji-parquet").toString(),
                        "",
                        "",
                        "",
                        "crop",
                        false,
                        0.02);
        try (Dataset dataset = Datasets.open(emoji, 64, Split.ALL)) {
            assertThat(dataset.size()).isEqualTo(200);
            dataset.scan((done, total) -> true);
            assertThat(dataset.skipped()).isEmpty();
            assertThat(dataset.entry(0).caption()).isEqualTo("keycap: 4");
        }
    }
}
