package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.png;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.DataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
    @TempDir Path folder;

    private Dataset plain(Split split) {
        return Datasets.open(new DataConfig.Folder(folder.toString(), "crop", true, 0.2), 8, split);
    }

    private Dataset classed(Split split) {
        return Datasets.open(
                new DataConfig.ImageFolder(folder.toString(), "crop", true, 0.2), 8, split);
    }

    private static List<String> ids(Dataset dataset) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            ids.add(dataset.entry(i).id());
        }
        return ids;
    }

    private void text(String name, String text) {
        write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private void picture(String name) {
        png(folder.resolve(name), 10, 10, 0x336699);
    }

    private void assertRefused(String path, String... words) {
        assertThatThrownBy(
                        () ->
                                Datasets.open(
                                        new DataConfig.Folder(path, "crop", true, 0.1),
                                        8,
                                        Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void picturesOfAllSubFoldersAreFoundAndHiddenOnesAreNot() {
        for (String name :
                List.of("b.PNG", "a/deep/c.png", ".hidden.png", ".git/d.png", "a/e.md")) {
            picture(name);
        }
        picture("__MACOSX/f.png");
        Dataset all = plain(Split.ALL);
        assertThat(ids(all)).containsExactly("a/deep/c.png", "b.PNG");
        assertThat(all.classes()).isEmpty();
        assertThat(all.entry(0).classLabel()).isEqualTo(-1);
        assertThat(all.skipped()).isEmpty();
    }

    @Test
    void linksAreFollowedAndLoopsEnd() throws IOException {
        picture("real/a.png");
        assumeTrue(canLink(), "this file system has no symbolic links");
        Files.createSymbolicLink(folder.resolve("real/back"), folder);
        Files.createSymbolicLink(folder.resolve("other"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("lost.png"), folder.resolve("nowhere.png"));
        Dataset all = plain(Split.ALL);
        assertThat(ids(all)).contains("real/a.png", "other/a.png");
        assertThat(all.size()).isLessThan(10);
        assertThat(all.skipped()).extracting(Skipped::id).contains("lost.png");
    }

    private boolean canLink() {
        try {
            Files.delete(Files.createSymbolicLink(folder.resolve("try"), folder));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Test
    void brokenPicturesAreSkippedWithTheReason() {
        picture("good.png");
        text("note.jpg", "this is no picture");
        text("zero.png", "");
        Dataset all = plain(Split.ALL);
        assertThat(ids(all)).containsExactly("good.png", "note.jpg");
        assertThat(all.skipped()).containsExactly(new Skipped("zero.png", "the file is empty"));
        List<Integer> seen = new ArrayList<>();
        all.scan(
                (done, total) -> {
                    seen.add(done);
                    assertThat(total).isEqualTo(2);
                    return true;
                });
        assertThat(seen).containsExactly(1, 2);
        assertThat(all.skipped())
                .containsExactly(
                        new Skipped("note.jpg", "a text file, not a picture"),
                        new Skipped("zero.png", "the file is empty"));
        assertThatThrownBy(() -> all.read(1))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessage("note.jpg: a text file, not a picture");
    }

    @Test
    void aScanStopsWhenToldTo() {
        picture("a.png");
        text("b.png", "no picture");
        Dataset all = plain(Split.ALL);
        all.scan((done, total) -> false);
        assertThat(all.skipped()).isEmpty();
    }

    @Test
    void classesAreSubFolders() {
        for (String name : List.of("dog/1.png", "cat/2.png", "cat/more/3.png", "lost.png")) {
            picture(name);
        }
        text("empty/readme.txt", "no picture here");
        Dataset all = classed(Split.ALL);
        assertThat(all.classes()).containsExactly("cat", "dog");
        assertThat(ids(all)).containsExactly("cat/2.png", "cat/more/3.png", "dog/1.png");
        assertThat(all.entry(2).classLabel()).isEqualTo(1);
        assertThat(all.skipped())
                .containsExactly(new Skipped("lost.png", "it lies in no class folder"));
    }

    @Test
    void trainAndValidationFoldersAreHonoured() {
        for (String part : List.of("valid", "validation", "test", "val")) {
            picture("train/cat/1.png");
            picture("train/dog/2.png");
            picture(part + "/dog/3.png");
            picture(part + "/emu/4.png");
            assertThat(ids(classed(Split.TRAIN)))
                    .containsExactly("train/cat/1.png", "train/dog/2.png");
            Dataset validation = classed(Split.VALIDATION);
            assertThat(ids(validation)).containsExactly(part + "/dog/3.png", part + "/emu/4.png");
            assertThat(validation.classes()).containsExactly("cat", "dog", "emu");
            assertThat(classed(Split.TRAIN).classes()).containsExactly("cat", "dog", "emu");
            assertThat(validation.entry(0).classLabel()).isEqualTo(1);
            assertThat(classed(Split.ALL).size()).isEqualTo(4);
            remove(part);
        }
    }

    private void remove(String part) {
        try {
            for (String name : List.of("/dog/3.png", "/emu/4.png", "/dog", "/emu", "")) {
                Files.delete(folder.resolve(part + name));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTrainFolderAloneIsDivided() {
        for (int i = 0; i < 40; i++) {
            picture("train/cat/" + i + ".png");
        }
        Dataset train = classed(Split.TRAIN);
        Dataset validation = classed(Split.VALIDATION);
        assertThat(train.size() + validation.size()).isEqualTo(40);
        assertThat(validation.size()).isPositive();
        assertThat(train.classes()).containsExactly("cat");
    }

    @Test
    void captionsComeFromMetadataOrTheTextBeside() {
        picture("images/a.png");
        picture("images/b.png");
        picture("images/c.png");
        text(
                "metadata.jsonl",
                "{\"file_name\": \"images/a.png\", \"text\": \"a cat\\n on a mat\"}\n\n"
                        + "{\"file_name\": \"images/gone.png\", \"caption\": \"x\"}\n");
        text("images/b.txt", "  a dog\nin the fog \n");
        Dataset all = plain(Split.ALL);
        assertThat(all.entry(0).caption()).isEqualTo("a cat on a mat");
        assertThat(all.entry(1).caption()).isEqualTo("a dog in the fog");
        assertThat(all.entry(2).caption()).isEmpty();
        String before = all.fingerprint();
        text("images/b.txt", "another dog");
        assertThat(plain(Split.ALL).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void brokenMetadataIsNamedByLine() {
        picture("a.png");
        text("metadata.jsonl", "{\"file_name\": \"a.png\", \"text\": \"x\"}\n{oops\n");
        assertRefused(folder.toString(), "metadata.jsonl, line 2", "not proper JSON");
        text("metadata.jsonl", "{\"text\": \"x\"}\n");
        assertRefused(folder.toString(), "metadata.jsonl, line 1", "file_name");
    }

    @Test
    void theFingerprintKnowsNamesSizesAndTimes() throws IOException {
        picture("a.png");
        String before = plain(Split.ALL).fingerprint();
        assertThat(plain(Split.ALL).fingerprint()).isEqualTo(before).hasSize(64);
        FileTime time = Files.getLastModifiedTime(folder.resolve("a.png"));
        Files.setLastModifiedTime(
                folder.resolve("a.png"), FileTime.fromMillis(time.toMillis() + 5000));
        String touched = plain(Split.ALL).fingerprint();
        assertThat(touched).isNotEqualTo(before);
        picture("b.png");
        assertThat(plain(Split.ALL).fingerprint()).isNotEqualTo(touched);
    }

    @Test
    void detailsComeFromTheHeader() throws IOException {
        png(folder.resolve("cat/wide.png"), 30, 20, 0);
        Dataset all = classed(Split.ALL);
        PictureDetails details = all.details(0);
        assertThat(details.format()).isEqualTo("PNG");
        assertThat(details.width()).isEqualTo(30);
        assertThat(details.height()).isEqualTo(20);
        assertThat(details.className()).isEqualTo("cat");
        assertThat(details.path()).isEqualTo(folder.resolve("cat/wide.png"));
        assertThat(details.fileBytes()).isEqualTo(Files.size(folder.resolve("cat/wide.png")));
    }

    @Test
    void thumbnailsKeepProportionsAndAreRemembered() throws IOException {
        png(folder.resolve("wide.png"), 300, 150, 0x102030);
        Dataset all = plain(Split.ALL);
        Thumbnails thumbnails = new Thumbnails(1 << 20);
        PixelImage first = thumbnails.thumbnail(all, 0, 60);
        assertThat(first.width()).isEqualTo(60);
        assertThat(first.height()).isEqualTo(30);
        assertThat(first.argb()).containsOnly(0xFF102030);
        assertThat(thumbnails.thumbnail(all, 0, 60)).isSameAs(first);
        thumbnails.forget(all);
        assertThat(thumbnails.thumbnail(all, 0, 60)).isNotSameAs(first);
        assertThat(new Thumbnails(0).thumbnail(all, 0, 60).width()).isEqualTo(60);
    }

    @Test
    void missingAndEmptyFoldersAreExplained() {
        assertRefused("", "data.path is empty");
        assertRefused(folder.resolve("x/y").toString(), "There is no folder", folder.toString());
        assertRefused(folder.toString(), "holds no picture", "It is empty");
        text("data.csv", "1,2");
        assertRefused(folder.toString(), "1 .csv");
        text("train-images-idx3-ubyte.gz", "x");
        assertRefused(folder.toString(), "type: idx");
        assertRefused(folder.resolve("data.csv").toString(), "is a file");
    }

    @Test
    void picturesWithoutClassFoldersPointToTheOtherType() {
        picture("a.png");
        assertThatThrownBy(() -> classed(Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("type: folder");
    }

    @Test
    void aFolderWithoutPermissionIsNamed() throws IOException {
        picture("open/a.png");
        picture("locked/b.png");
        Path locked = folder.resolve("locked");
        assumeTrue(locked.toFile().setExecutable(false) && locked.toFile().setReadable(false));
        try {
            assumeFalse(Files.isReadable(locked), "this user may read everything (root)");
            Dataset all = plain(Split.ALL);
            assertThat(ids(all)).containsExactly("open/a.png");
            assertThat(all.skipped().get(0).id()).isEqualTo("locked");
            assertThat(all.skipped().get(0).reason()).contains("permission denied");
        } finally {
            assertThat(locked.toFile().setReadable(true)).isTrue();
            assertThat(locked.toFile().setExecutable(true)).isTrue();
        }
    }
}
