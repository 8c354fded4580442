package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.gzip;
import static ldmstudio.engine.data.TestPictures.idx;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import ldmstudio.engine.config.DataConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {
    @TempDir Path folder;

    private Dataset open(Split split) {
        return open(split, "");
    }

    private Dataset open(Split split, String classNames) {
        return Datasets.open(
                new DataConfig.Idx(folder.toString(), classNames, "pad", false, 0.2), 32, split);
    }

    private void images(String part, byte[] bytes) {
        write(folder.resolve(part + "-images-idx3-ubyte"), bytes);
    }

    private void labels(String part, int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = (byte) labels[i];
        }
        write(folder.resolve(part + "-labels-idx1-ubyte"), idx(values, labels.length));
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> open(Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void packedAndPlainFilesHoldTheSame() throws Exception {
        images("train", idx(6, 5, 4));
        labels("train", 0, 1, 2, 0, 1, 2);
        Dataset plain = open(Split.ALL);
        PixelImage last = plain.read(5);
        assertThat(last.width()).isEqualTo(4);
        assertThat(last.height()).isEqualTo(5);
        assertThat(last.pixel(3, 4)).isEqualTo(0xFF000000 | 119 * 0x010101);
        assertThat(plain.entry(4)).isEqualTo(new Entry("train/000004", 1, ""));
        assertThat(plain.classes()).containsExactly("0", "1", "2");

        Path unpacked = folder.resolve("train-images-idx3-ubyte");
        write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(Files.readAllBytes(unpacked)));
        Files.delete(unpacked);
        Dataset packed = open(Split.ALL);
        assertThat(packed.read(5).argb()).isEqualTo(last.argb());
        assertThat(packed.fingerprint()).isEqualTo(plain.fingerprint());
    }

    @Test
    void theT10kFilesAreTheValidationPart() {
        images("train", idx(6, 2, 2));
        labels("train", 0, 1, 2, 0, 1, 2);
        images("t10k", idx(3, 2, 2));
        labels("t10k", 3, 0, 1);
        assertThat(open(Split.TRAIN).size()).isEqualTo(6);
        assertThat(open(Split.VALIDATION).size()).isEqualTo(3);
        assertThat(open(Split.ALL).size()).isEqualTo(9);
        assertThat(open(Split.VALIDATION).entry(0).id()).isEqualTo("t10k/000000");
        // Both parts count, so that a label means the same in each.
        assertThat(open(Split.TRAIN).classes()).hasSize(4);
    }

    @Test
    void withoutT10kAShareIsHeldOut() {
        images("train", idx(200, 2, 2));
        int train = open(Split.TRAIN).size();
        int validation = open(Split.VALIDATION).size();
        assertThat(train + validation).isEqualTo(200);
        assertThat(validation).isBetween(20, 60);
        assertThat(open(Split.TRAIN).entry(0).classLabel()).isEqualTo(-1);
        assertThat(open(Split.TRAIN).classes()).isEmpty();
    }

    @Test
    void classNamesComeFromTheOption() {
        images("train", idx(3, 2, 2));
        labels("train", 0, 1, 2);
        Dataset named = open(Split.ALL, "T-shirt, Trouser,Coat");
        assertThat(named.className(named.entry(1))).isEqualTo("Trouser");
        assertThatThrownBy(() -> open(Split.ALL, "T-shirt, Trouser"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("lists 2 names, but the labels run from 0 to 2");
        assertThatThrownBy(() -> open(Split.ALL, "a,,c")).hasMessageContaining("empty name");
    }

    @Test
    void theFingerprintKnowsEveryByte() {
        images("train", idx(3, 2, 2));
        String before = open(Split.ALL).fingerprint();
        byte[] changed = idx(3, 2, 2);
        changed[changed.length - 1]++;
        images("train", changed);
        assertThat(open(Split.ALL).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void aWrongMagicIsNamed() {
        byte[] wrong = idx(3, 2, 2);
        wrong[2] = 0x0D;
        images("train", wrong);
        assertRefused("train-images-idx3-ubyte", "not an IDX file", "00 00 0d 03");
    }

    @Test
    void anEmptyFileIsNamed() {
        images("train", new byte[0]);
        assertRefused("train-images-idx3-ubyte", "starts with nothing");
    }

    @Test
    void aCountLargerThanTheFileIsNamedBeforeMemoryIsTaken() {
        images("train", idx(new byte[8], 2_000_000_000, 28, 28));
        assertRefused("promises 1568000000016 bytes", "has only 24");
        write(
                folder.resolve("train-images-idx3-ubyte"),
                gzip(idx(new byte[8], 2_000_000_000, 28, 28)));
        assertRefused("promises 1568000000016 bytes", "packed");
    }

    @Test
    void aPackedFileThatWasCutOffIsNamed() {
        byte[] packed = gzip(idx(600, 28, 28));
        images("train", Arrays.copyOf(packed, packed.length / 2));
        assertRefused("train-images-idx3-ubyte", "cut off");
    }

    @Test
    void bytesAfterTheEndAreNamed() {
        images("train", Arrays.copyOf(idx(3, 2, 2), 16 + 12 + 1));
        assertRefused("goes on after the 3 items");
    }

    @Test
    void negativeSizesAreNamed() {
        images("train", idx(new byte[8], 1, -28, 28));
        assertRefused("broken header", "dimension 1");
    }

    @Test
    void labelsThatDoNotBelongAreNamed() {
        images("train", idx(3, 2, 2));
        labels("train", 0, 1);
        assertRefused("3 pictures", "2 labels", "do not belong together");
    }

    @Test
    void aFolderWithoutSuchFilesSaysWhatWasExpected() {
        assertRefused("train-images-idx3-ubyte", folder.toString());
    }
}
