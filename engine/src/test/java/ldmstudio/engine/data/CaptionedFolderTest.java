package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.png;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ldmstudio.engine.config.DataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionedFolderTest {
    @TempDir Path folder;

    private Dataset open(Split split, String captionColumn, String classColumn) {
        return Datasets.open(
                new DataConfig.CaptionedFolder(
                        folder.toString(), captionColumn, classColumn, "crop", false, 0.2),
                8,
                split);
    }

    private Dataset open() {
        return open(Split.ALL, "", "");
    }

    private void picture(String name) {
        png(folder.resolve(name), 9, 8, 0x336699);
    }

    private void text(String name, String text) {
        write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> captions(Dataset dataset) {
        return IntStream.range(0, dataset.size())
                .mapToObj(i -> dataset.entry(i).caption())
                .toList();
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void textFilesBesideThePicturesAreCaptions() throws Exception {
        picture("a.png");
        picture("sub/b.png");
        picture("c.png");
        picture("d.png");
        text("a.txt", " a cat\n on a mat ");
        text("sub/b.caption", "a dog");
        text("d.txt", "");
        try (Dataset dataset = open()) {
            assertThat(captions(dataset)).containsExactly("a cat on a mat", "a dog");
            assertThat(dataset.read(0).width()).isEqualTo(9);
            assertThat(dataset.skipped())
                    .extracting(Skipped::id, Skipped::reason)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("c.png", "it has no caption"),
                            org.assertj.core.groups.Tuple.tuple("d.png", "it has no caption"));
        }
    }

    @Test
    void metadataRowsGiveCaptionsClassesAndAttributes() {
        for (String name : List.of("a", "b", "c")) {
            picture("images/" + name + ".png");
        }
        text(
                "metadata.jsonl",
                """
                {"file_name": "images/a.png", "text": "a bee", "class": "Animals", "legs": 6}
                {"file_name": "images/b.png", "text": "a rose", "class": "Plants"}
                {"file_name": "images/c.png", "text": "a stone"}
                """);
        try (Dataset dataset = open(Split.ALL, "", "class")) {
            assertThat(dataset.classes()).containsExactly("Animals", "Plants");
            assertThat(dataset.entry(0))
                    .isEqualTo(
                            new Entry(
                                    "images/a.png",
                                    0,
                                    "a bee",
                                    Map.of("class", "Animals", "legs", "6")));
            assertThat(dataset.size()).isEqualTo(2);
            assertThat(dataset.skipped().get(0).reason()).contains("no class");
        }
        try (Dataset dataset = open()) {
            assertThat(dataset.size()).isEqualTo(3);
            assertThat(dataset.classes()).isEmpty();
        }
        assertThatThrownBy(() -> open(Split.ALL, "", "kind"))
                .hasMessageContainingAll("column 'kind'", "class, legs");
    }

    @Test
    void csvFieldsMayHoldCommasQuotesAndLineEnds() {
        picture("a.png");
        picture("b.png");
        text(
                "metadata.csv",
                "\uFEFFfile_name,title\r\na.png,\"a \"\"big\"\" cat, asleep\non a mat\"\r\n\r\nb.png,dog\r\n");
        try (Dataset dataset = open(Split.ALL, "title", "")) {
            assertThat(captions(dataset)).containsExactly("a \"big\" cat, asleep on a mat", "dog");
        }
        assertRefused("metadata.csv", "text, caption, prompt", "caption_column");
        text("metadata.csv", "file_name,text\na.png,x\nb.png,y,z\n");
        assertRefused("metadata.csv, line 3", "3 fields", "2 columns");
        text("metadata.csv", "file_name,text\na.png,\"x\n");
        assertRefused("metadata.csv", "a quote is never closed");
        text("metadata.csv", "name,text\na.png,x\n");
        assertRefused("metadata.csv, line 2", "file_name");
    }

    @Test
    void cocoCaptionsFindPicturesOfAnotherFolder() {
        picture("train2017/0001.png");
        picture("train2017/0002.png");
        picture("val2017/0003.png");
        text(
                "annotations/captions_train2017.json",
                """
                {"info": {"year": 2017}, "licenses": [{"id": 1}],
                 "annotations": [
                   {"image_id": 2, "id": 9, "caption": "A dog runs."},
                   {"image_id": 1, "id": 8, "caption": "A cat sits."},
                   {"image_id": 1, "id": 7, "caption": "A second caption."},
                   {"image_id": 77, "id": 6, "caption": "of no picture"}],
                 "images": [{"id": 1, "file_name": "0001.png"}, {"id": 2, "file_name": "0002.png"}]}
                """);
        text(
                "annotations/captions_val2017.json",
                "{\"images\": [{\"id\": 3, \"file_name\": \"0003.png\"}],"
                        + " \"annotations\": [{\"image_id\": 3, \"caption\": \"A cow.\"}]}");
        assertThat(captions(open())).containsExactly("A cat sits.", "A dog runs.", "A cow.");
        assertThat(captions(open(Split.TRAIN, "", "")))
                .containsExactly("A cat sits.", "A dog runs.");
        assertThat(captions(open(Split.VALIDATION, "", ""))).containsExactly("A cow.");
    }

    @Test
    void captionsJsonMayBeAListOrAnObject() {
        picture("a.png");
        picture("b.png");
        text("captions.json", "{\"a.png\": \"a cat\", \"b.png\": {\"caption\": \"a dog\"}}");
        assertThat(captions(open())).containsExactly("a cat", "a dog");
        text("captions.json", "[{\"image\": \"a.png\", \"caption\": [\"one\", \"two\"]}]");
        assertThat(captions(open())).containsExactly("one");
        text("captions.json", "{\"a.png\": \n oops}");
        assertRefused("captions.json, line 2", "JSON");
        text("captions.json", "7");
        assertRefused("captions.json", "neither");
    }

    @Test
    void namesThatLeadOutOfTheFolderReadNothing() {
        picture("a.png");
        text("metadata.jsonl", "{\"file_name\": \"../../etc/passwd\", \"text\": \"x\"}");
        assertRefused("None of the 1 pictures", "metadata.jsonl");
    }

    @Test
    void aFolderWithoutCaptionsSaysWhatToDo() {
        picture("a.png");
        assertRefused("None of the 1 pictures", "metadata.jsonl", "type: folder");
    }

    @Test
    void aShareIsHeldOutAndTheFingerprintKnowsTheCaptions() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            picture("p" + i + ".png");
            rows.append("{\"file_name\": \"p%d.png\", \"text\": \"number %d\"}\n".formatted(i, i));
        }
        text("metadata.jsonl", rows.toString());
        int held = open(Split.VALIDATION, "", "").size();
        assertThat(held).isBetween(4, 24);
        assertThat(open(Split.TRAIN, "", "").size()).isEqualTo(60 - held);
        String before = open().fingerprint();
        text("metadata.jsonl", rows.toString().replace("number 7", "number seven"));
        assertThat(open().fingerprint()).isNotEqualTo(before);
    }

    @Test
    void theCaptionedEmojiAreRead() throws Exception {
        DataConfig.CaptionedFolder emoji =
                new DataConfig.CaptionedFolder(
                        SharedData.folder("emoji-captioned").toString(),
                        "",
                        "class",
                        "crop",
                        false,
                        0.05);
        try (Dataset dataset = Datasets.open(emoji, 64, Split.ALL)) {
            assertThat(dataset.size()).isEqualTo(1500);
            assertThat(dataset.classes()).contains("Symbols");
            assertThat(dataset.entry(0).caption()).isEqualTo("keycap: #");
            assertThat(dataset.read(700).width()).isEqualTo(128);
        }
    }
}
