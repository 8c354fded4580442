package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.config.DrawnData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CelebaHqDatasetTest {
    @TempDir Path root;

    @BeforeEach
    void pictures() {
        for (int i = 0; i < 3; i++) {
            TestPictures.png(root.resolve("CelebA-HQ-img/" + i + ".png"), 8, 8, 0x102030 * i);
        }
    }

    private Dataset open() {
        return Datasets.open(
                new DataConfig.CelebaHq(root.toString(), "crop", false, 0), 8, Split.TRAIN);
    }

    private void caption(int number, String text) throws Exception {
        Path file = root.resolve("celeba-caption/" + number + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A grey picture whose left half is one number and whose right half another. */
    private static byte[] labels(int width, int height, int left, int right) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.getRaster().setSample(x, y, 0, x < width / 2 ? left : right);
            }
        }
        return TestPictures.encoded(picture, "png");
    }

    private void mask(String file, byte[] bytes) {
        TestPictures.write(root.resolve("CelebAMask-HQ-mask").resolve(file), bytes);
    }

    @Test
    void picturesAloneAreEnoughWhereNothingElseIsTold() throws Exception {
        try (Dataset data = open()) {
            assertThat(data.size()).isEqualTo(3);
            assertThat(data.maskParts()).isEmpty();
            assertThat(data.captions(0)).isEmpty();
            assertThat(data.entry(0).caption()).isEmpty();
            assertThat(data.read(1).width()).isEqualTo(8);
        }
    }

    @Test
    void everyLineOfACaptionFileIsACaption() throws Exception {
        for (int i = 0; i < 3; i++) {
            caption(i, "She smiles.\n\n  Her hair is " + i + ". \n");
        }
        try (Dataset data = open()) {
            assertThat(data.captions(1)).containsExactly("She smiles.", "Her hair is 1.");
            assertThat(data.entry(1).caption()).isEqualTo("She smiles.");
            data.requireCaptions();
        }
    }

    @Test
    void aMissingCaptionIsNamedWithThePlaceWhereItWasLookedFor() throws Exception {
        caption(0, "A face.");
        try (Dataset data = open()) {
            assertThatThrownBy(data::requireCaptions)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("2 of 3")
                    .hasMessageContaining("1.txt")
                    .hasMessageContaining("celeba-caption");
        }
    }

    @Test
    void labelsOfAMaskAreTheNumbersOfTheFile() throws Exception {
        mask("0.png", labels(16, 16, 13, 0));
        mask("00001.png", labels(16, 16, 1, 18));
        try (Dataset data = open()) {
            assertThat(data.maskParts()).hasSize(18).startsWith("skin").endsWith("cloth");
            PartMask mask = data.mask(1).square("crop").resized(4, 2);
            assertThat(mask.parts()).containsExactly(1, 1, 18, 18, 1, 1, 18, 18);
            assertThat(data.mask(0).parts()[0]).isEqualTo((byte) 13);
            assertThatThrownBy(data::requireMasks)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("1 of 3")
                    .hasMessageContaining("CelebAMask-HQ-mask");
        }
    }

    @Test
    void picturesOfSinglePartsAreJoinedTheLaterOneAbove() throws Exception {
        Path folder = root.resolve("CelebAMask-HQ-mask-anno/0");
        TestPictures.png(folder.resolve("00002_skin.png"), 4, 4, 0xFFFFFF);
        BufferedImage hair = TestPictures.plain(4, 4, 0);
        hair.setRGB(3, 0, 0xFFFFFF);
        TestPictures.write(folder.resolve("00002_hair.png"), TestPictures.encoded(hair, "png"));
        try (Dataset data = open()) {
            PartMask mask = data.mask(2);
            assertThat(mask.parts()[0]).isEqualTo((byte) 1);
            assertThat(mask.parts()[3]).isEqualTo((byte) 13);
        }
    }

    @Test
    void aMaskWithAnUnknownPartOrNoPictureIsRefusedInWords() throws Exception {
        mask("0.png", labels(4, 4, 19, 0));
        mask("1.png", "no picture".getBytes(StandardCharsets.UTF_8));
        try (Dataset data = open()) {
            assertThatThrownBy(() -> data.mask(0))
                    .isInstanceOf(UnreadablePictureException.class)
                    .hasMessageContaining("19")
                    .hasMessageContaining("1 to 18");
            assertThatThrownBy(() -> data.mask(1))
                    .isInstanceOf(UnreadablePictureException.class)
                    .hasMessageContaining("mask of 1");
        }
    }

    @Test
    void aFolderWithoutItsPicturesSaysWhichFolderIsMeant() {
        DataConfig.CelebaHq wrong =
                new DataConfig.CelebaHq(root.resolve("CelebA-HQ-img").toString(), "crop", false, 0);
        assertThatThrownBy(() -> Datasets.open(wrong, 8, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("CelebA-HQ-img")
                .hasMessageContaining("above");
    }

    @Test
    void theFingerprintFollowsCaptionsButNotMasks() throws Exception {
        String before = fingerprint();
        mask("0.png", labels(4, 4, 1, 0));
        assertThat(fingerprint()).isEqualTo(before);
        caption(0, "A face.");
        assertThat(fingerprint()).isNotEqualTo(before);
    }

    private String fingerprint() {
        try (Dataset data = open()) {
            return data.fingerprint();
        }
    }

    @Test
    void theStandInForCelebaHqIsRead() throws Exception {
        Path folder = SharedData.folder("celebahq-layout-standin");
        try (Dataset data =
                Datasets.open(
                        new DataConfig.CelebaHq(folder.toString(), "crop", false, 0.1),
                        64,
                        Split.TRAIN)) {
            assertThat(data.size()).isBetween(150, 199);
            data.requireCaptions();
            assertThat(data.captions(0)).isNotEmpty();
            assertThat(data.read(0).width()).isGreaterThanOrEqualTo(64);
        }
    }

    @Test
    void shapesMaskTheirForm() throws Exception {
        try (Dataset data = Datasets.open(DrawnData.Shapes.defaults(), 32, Split.VALIDATION)) {
            assertThat(data.maskParts()).isEqualTo(List.of("form"));
            PartMask mask = data.mask(0);
            int inside = 0;
            for (byte part : mask.parts()) {
                inside += part;
            }
            assertThat(inside).isBetween(20, 32 * 32 / 2);
        }
    }
}
