package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.encoded;
import static ldmstudio.engine.data.TestPictures.plain;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import ldmstudio.engine.config.DataConfig;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebdatasetTest {
    @TempDir Path folder;

    /** A shard in the making. */
    private static final class Tar {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes);

        Tar() {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        }

        Tar add(String name, byte[] content) {
            try {
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(content.length);
                out.putArchiveEntry(entry);
                out.write(content);
                out.closeArchiveEntry();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Tar add(String name, String text) {
            return add(name, text.getBytes(StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            try {
                out.finish();
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] picture(int rgb) {
        return encoded(plain(10, 9, rgb), "png");
    }

    private static Tar numbered(int from, int to) {
        Tar tar = new Tar();
        for (int i = from; i < to; i++) {
            tar.add("%05d.png".formatted(i), picture(i))
                    .add("%05d.txt".formatted(i), "number " + i);
        }
        return tar;
    }

    private void shard(String name, Tar tar) {
        write(folder.resolve(name), tar.bytes());
    }

    private Dataset open(Split split, String classNames) {
        return Datasets.open(
                new DataConfig.Webdataset(folder.toString(), classNames, "crop", false, 0.2),
                8,
                split);
    }

    private Dataset open() {
        return open(Split.ALL, "");
    }

    @Test
    void everySampleIsReadAtItsPlace() throws Exception {
        shard("a.tar", numbered(0, 20));
        shard("sub/b.tar", numbered(20, 30));
        // Twice: the second time from the index that was kept.
        for (int pass = 0; pass < 2; pass++) {
            try (Dataset dataset = open()) {
                assertThat(dataset.size()).isEqualTo(30);
                for (int i = 29; i >= 0; i -= 7) {
                    assertThat(dataset.entry(i).caption()).isEqualTo("number " + i);
                    assertThat(dataset.read(i).pixel(3, 3)).isEqualTo(0xFF000000 | i);
                }
                assertThat(dataset.entry(25).id()).isEqualTo("sub/b.tar/00025");
                assertThat(dataset.details(0).format()).isEqualTo("PNG");
                assertThat(dataset.skipped()).isEmpty();
            }
        }
    }

    @Test
    void membersMayBeApartAndCaptionsMayBeJson() {
        shard(
                "a.tar",
                new Tar()
                        .add("x/1.txt", "one")
                        .add("x/2.json", "{\"caption\": \"two\", \"url\": \"http://a.example\"}")
                        .add("x/2.jpg", encoded(plain(9, 9, 0), "jpeg"))
                        .add("x/1.seg.png", picture(1))
                        .add("x/1.JPG", encoded(plain(9, 9, 0), "jpeg"))
                        .add("x/3.png", picture(3))
                        .add("a".repeat(150) + "/4.png", picture(4))
                        .add("a".repeat(150) + "/4.json", "{oops"));
        try (Dataset dataset = open()) {
            assertThat(dataset.size()).isEqualTo(4);
            assertThat(dataset.entry(0).caption()).isEqualTo("one");
            assertThat(dataset.entry(1).caption()).isEqualTo("two");
            assertThat(dataset.entry(2).caption()).isEmpty();
            assertThat(dataset.entry(3).id()).contains("a".repeat(150));
            assertThat(dataset.entry(3).caption()).isEmpty();
        }
    }

    @Test
    void classesAreNumbersOrWords() {
        shard(
                "a.tar",
                new Tar()
                        .add("1.png", picture(1))
                        .add("1.cls", "2")
                        .add("2.png", picture(2))
                        .add("2.cls", "0\n")
                        .add("3.png", picture(3)));
        try (Dataset dataset = open()) {
            assertThat(dataset.classes()).containsExactly("0", "1", "2");
            assertThat(dataset.entry(0).classLabel()).isEqualTo(2);
            assertThat(dataset.size()).isEqualTo(2);
            assertThat(dataset.skipped().get(0).reason()).contains(".cls");
        }
        assertThat(open(Split.ALL, "cat, dog, cow").classes()).containsExactly("cat", "dog", "cow");
        assertThatThrownBy(() -> open(Split.ALL, "cat, dog")).hasMessageContaining("list 3 names");
        shard("b.tar", new Tar().add("4.png", picture(4)).add("4.cls", "tabby"));
        assertThat(open().classes()).containsExactly("0", "2", "tabby");
        assertThatThrownBy(() -> open(Split.ALL, "cat, dog")).hasMessageContaining("words already");
    }

    @Test
    void shardsNamedValAreHeldOut() {
        shard("train-0000.tar", numbered(0, 12));
        shard("val-0000.tar", numbered(12, 15));
        shard("test-0000.tar", numbered(15, 20));
        assertThat(open(Split.TRAIN, "").size()).isEqualTo(12);
        assertThat(open(Split.VALIDATION, "").size()).isEqualTo(3);
        assertThat(open().size()).isEqualTo(20);
    }

    @Test
    void otherwiseAShareOfTheSamplesIs() {
        shard("0.tar", numbered(0, 60));
        Set<String> ids = new HashSet<>();
        for (Split split : new Split[] {Split.TRAIN, Split.VALIDATION}) {
            try (Dataset part = open(split, "")) {
                assertThat(part.size()).isBetween(4, 56);
                for (int i = 0; i < part.size(); i++) {
                    assertThat(ids.add(part.entry(i).id())).isTrue();
                }
            }
        }
        assertThat(ids).hasSize(60);
    }

    @Test
    void aBrokenPictureOrShardIsSkippedAndNamed() {
        shard("good.tar", new Tar().add("1.png", picture(1)).add("2.png", "no picture at all"));
        shard("lonely.tar", new Tar().add("5.txt", "words").add("6.png", new byte[0]));
        byte[] whole = numbered(0, 9).bytes();
        write(folder.resolve("torn.tar"), Arrays.copyOf(whole, whole.length / 2));
        write(folder.resolve("web.tar"), "<html>not found</html>".repeat(60).getBytes());
        try (Dataset dataset = open()) {
            assertThat(dataset.size()).isEqualTo(2);
            assertThatThrownBy(() -> dataset.read(1))
                    .isInstanceOf(UnreadablePictureException.class);
            assertThat(dataset.skipped())
                    .extracting(Skipped::id)
                    .containsExactly(
                            "good.tar/2", "lonely.tar/5", "lonely.tar/6", "torn.tar", "web.tar");
        }
    }

    @Test
    void linksAreNotFollowedAndNothingIsUnpacked() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry link = new TarArchiveEntry("1.png", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
            byte[] content = picture(2);
            TarArchiveEntry escaping = new TarArchiveEntry("../../escaped.png", true);
            escaping.setSize(content.length);
            out.putArchiveEntry(escaping);
            out.write(content);
            out.closeArchiveEntry();
        }
        Path inner = folder.resolve("one/two");
        write(inner.resolve("a.tar"), bytes.toByteArray());
        try (Dataset dataset = open()) {
            assertThat(dataset.size()).isEqualTo(1);
            assertThat(dataset.read(0).pixel(0, 0)).isEqualTo(0xFF000002);
        }
        assertThat(Files.exists(folder.resolve("escaped.png"))).isFalse();
        try (var files = Files.list(inner)) {
            assertThat(files.count()).isEqualTo(1);
        }
    }

    @Test
    void aMemberLargerThanItsShardIsRefused() {
        byte[] tar = new Tar().add("1.png", picture(1)).bytes();
        // The size field of the header, octal: eight gigabytes.
        System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, tar, 124, 11);
        write(folder.resolve("a.tar"), tar);
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("hold no picture", "a.tar");
    }

    @Test
    void theFingerprintKnowsTheShards() {
        shard("a.tar", numbered(0, 5));
        String before = open().fingerprint();
        assertThat(open().fingerprint()).isEqualTo(before);
        shard("b.tar", numbered(5, 6));
        assertThat(open().fingerprint()).isNotEqualTo(before);
    }

    @Test
    void aFolderWithoutShardsSaysWhatThereIs() {
        write(folder.resolve("a.tar.gz"), new byte[9]);
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("no .tar file", "1 .gz", "Unpack");
    }

    @Test
    void theOutputOfImg2datasetIsRead() throws Exception {
        DataConfig.Webdataset emoji =
                new DataConfig.Webdataset(
                        SharedData.folder("emoji-webdataset").toString(), "", "crop", false, 0.02);
        try (Dataset dataset = Datasets.open(emoji, 64, Split.ALL)) {
            assertThat(dataset.size()).isEqualTo(300);
            dataset.scan((done, total) -> true);
            assertThat(dataset.skipped()).isEmpty();
            for (int i = 0; i < 300; i += 50) {
                assertThat(dataset.entry(i).caption()).isNotEmpty();
                assertThat(dataset.read(i).height()).isGreaterThanOrEqualTo(64);
            }
        }
    }
}
