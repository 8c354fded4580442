package ldmstudio.engine.data;

import static ldmstudio.engine.data.TestPictures.encoded;
import static ldmstudio.engine.data.TestPictures.plain;
import static ldmstudio.engine.data.TestPictures.quarters;
import static ldmstudio.engine.data.TestPictures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import ldmstudio.engine.data.PictureDecoder.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
    @TempDir Path folder;

    private PixelImage decode(byte[] bytes) throws IOException {
        return PictureDecoder.decode(write(folder.resolve("picture.bin"), bytes), 32);
    }

    private void assertRefused(byte[] bytes, String... words) {
        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(words);
    }

    private static void assertNear(int argb, int rgb, int tolerance) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(argb >> shift & 255)
                    .as("%08x near %06x", argb, rgb)
                    .isBetween((rgb >> shift & 255) - tolerance, (rgb >> shift & 255) + tolerance);
        }
        assertThat(argb >>> 24).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp", "tiff", "jpeg"})
    void everyFormatIsDecodedToItsColours(String format) throws IOException {
        PixelImage picture = decode(encoded(quarters(40, 24), format));
        assertThat(picture.width()).isEqualTo(40);
        assertThat(picture.height()).isEqualTo(24);
        int tolerance = format.equals("jpeg") ? 12 : 0;
        assertNear(picture.pixel(4, 4), 0xFF0000, tolerance);
        assertNear(picture.pixel(36, 4), 0x00FF00, tolerance);
        assertNear(picture.pixel(4, 20), 0x0000FF, tolerance);
        assertNear(picture.pixel(36, 20), 0xFFFFFF, tolerance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
                "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
            })
    void webpIsDecoded(String base64) throws IOException {
        PixelImage picture = decode(Base64.getDecoder().decode(base64));
        assertThat(picture.width()).isEqualTo(1);
        assertThat(picture.height()).isEqualTo(1);
    }

    @Test
    void transparencyIsFlattenedOverWhite() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00123456);
        image.setRGB(1, 0, 0x80FF0000);
        PixelImage picture = decode(encoded(image, "png"));
        assertNear(picture.pixel(0, 0), 0xFFFFFF, 0);
        assertNear(picture.pixel(1, 0), 0xFF7F7F, 1);
    }

    @Test
    void greyKeepsItsValuesIn8And16Bits() throws IOException {
        BufferedImage byteGrey = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        byteGrey.getRaster().setSample(0, 0, 0, 128);
        assertNear(decode(encoded(byteGrey, "png")).pixel(0, 0), 0x808080, 0);
        BufferedImage wideGrey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        wideGrey.getRaster().setSample(0, 0, 0, 128 * 257);
        assertNear(decode(encoded(wideGrey, "png")).pixel(0, 0), 0x808080, 0);
        BufferedImage greyJpeg = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            greyJpeg.getRaster().setSample(i % 16, i / 16, 0, 128);
        }
        assertNear(decode(encoded(greyJpeg, "jpeg")).pixel(8, 8), 0x808080, 2);
    }

    @Test
    void cmykJpegIsDecoded() throws IOException {
        // Four bands and Adobe's marker, which means inverted ink: what a print shop sends.
        WritableRaster raster =
                java.awt.image.Raster.createInterleavedRaster(
                        java.awt.image.DataBuffer.TYPE_BYTE, 32, 32, 4, null);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                raster.setPixel(x, y, new int[] {255, 0, 0, 255});
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = jdkJpegWriter();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] adobe = {
            (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
        };
        byte[] plain = bytes.toByteArray();
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(plain, 0, 2);
        marked.writeBytes(adobe);
        marked.write(plain, 2, plain.length - 2);
        PixelImage picture = decode(marked.toByteArray());
        int pixel = picture.pixel(16, 16);
        assertThat(pixel >> 16 & 255).as("red of %08x", pixel).isGreaterThan(190);
        assertThat(pixel >> 8 & 255).isLessThan(90);
        assertThat(pixel & 255).isLessThan(90);
    }

    private static ImageWriter jdkJpegWriter() {
        var writers = ImageIO.getImageWritersByFormatName("jpeg");
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.")) {
                return writer;
            }
        }
        throw new AssertionError("the JDK has a JPEG writer");
    }

    /** Where the stored picture's red top left quarter is seen. */
    @ParameterizedTest
    @CsvSource({
        "1, 4, 4, 48, 32", "2, 44, 4, 48, 32", "3, 44, 28, 48, 32", "4, 4, 28, 48, 32",
        "5, 4, 4, 32, 48", "6, 28, 4, 32, 48", "7, 28, 44, 32, 48", "8, 4, 44, 32, 48"
    })
    void picturesAreTurnedUpright(int orientation, int x, int y, int width, int height)
            throws IOException {
        byte[] bytes = TestPictures.turnedJpeg(quarters(48, 32), orientation);
        PixelImage picture = decode(bytes);
        assertThat(picture.width()).isEqualTo(width);
        assertThat(picture.height()).isEqualTo(height);
        assertNear(picture.pixel(x, y), 0xFF0000, 8);
        assertNear(picture.pixel(width - 1 - x, height - 1 - y), 0xFFFFFF, 8);
        assertThat(PictureDecoder.header(folder.resolve("picture.bin")))
                .isEqualTo(new Header(PictureFormat.JPEG, width, height));
    }

    @Test
    void aPngIsTurnedUprightToo() throws IOException {
        PixelImage picture = decode(TestPictures.turnedPng(quarters(48, 32), 6));
        assertThat(picture.width()).isEqualTo(32);
        assertThat(picture.height()).isEqualTo(48);
        assertNear(picture.pixel(4, 4), 0x0000FF, 0);
    }

    @Test
    void aPngWithAWrongChecksumIsRefused() {
        byte[] png = encoded(quarters(48, 32), "png");
        png[png.length - 12 - 5] ^= 1;
        assertThatThrownBy(() -> decode(png))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void quarterTurnsGoTheRightWay() throws IOException {
        // 6 means: turn the stored picture clockwise, so its bottom left comes to the top left.
        byte[] bytes = TestPictures.turnedJpeg(quarters(48, 32), 6);
        assertNear(decode(bytes).pixel(4, 4), 0x0000FF, 8);
        bytes = TestPictures.turnedJpeg(quarters(48, 32), 8);
        assertNear(decode(bytes).pixel(4, 4), 0x00FF00, 8);
    }

    @Test
    void largePicturesAreDecodedSmaller() throws IOException {
        PixelImage picture = decode(encoded(quarters(2400, 1800), "jpeg"));
        assertThat(picture.width()).as("a quarter of a side is the least").isEqualTo(600);
        assertThat(picture.height()).isEqualTo(450);
        assertNear(picture.pixel(5, 5), 0xFF0000, 8);
    }

    @Test
    void pixelBombsAreRefusedByTheirHeader() {
        assertRefused(TestPictures.pngPromising(40_000, 40_000), "40000 x 40000", "100 megapixels");
        assertRefused(TestPictures.pngPromising(9_000, 9_000), "damaged");
    }

    @Test
    void truncatedFilesAreUnreadable() {
        for (String format : new String[] {"png", "jpeg", "gif", "bmp", "tiff"}) {
            byte[] whole = encoded(noise(), format);
            for (double part : new double[] {0.05, 0.3, 0.6, 0.9}) {
                byte[] cut = Arrays.copyOf(whole, (int) (whole.length * part));
                assertThatThrownBy(() -> decode(cut))
                        .as("%s cut to %.0f %%", format, part * 100)
                        .isInstanceOf(IOException.class)
                        .hasMessageNotContaining("null");
            }
        }
    }

    private static BufferedImage noise() {
        BufferedImage image = plain(90, 70, 0);
        for (int i = 0; i < 90 * 70; i++) {
            image.setRGB(i % 90, i / 90, (int) StepHash.mix(i) & 0xFFFFFF);
        }
        return image;
    }

    @Test
    void flippedBytesNeverEscapeAsAnythingButAReason() {
        for (String format : new String[] {"png", "jpeg", "gif", "bmp", "tiff"}) {
            byte[] whole = encoded(quarters(20, 20), format);
            for (int i = 0; i < 300; i++) {
                byte[] broken = whole.clone();
                int at = (int) Math.floorMod(StepHash.mix(i), (long) whole.length);
                broken[at] ^= (byte) (1 + (i & 127));
                try {
                    assertThat(decode(broken).width()).isPositive();
                } catch (IOException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void otherFilesAreNamedForWhatTheyAre() throws IOException {
        assertRefused(new byte[0], "empty");
        assertRefused("just a note\n".getBytes(StandardCharsets.UTF_8), "a text file");
        assertRefused("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8), "a web page");
        assertRefused(
                "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8),
                "git lfs pull");
        assertRefused("\0\0\0\30ftypheic\0\0\0\0".getBytes(StandardCharsets.UTF_8), "HEIC");
        assertRefused("<svg xmlns='x'/>".getBytes(StandardCharsets.UTF_8), "SVG");
        Path gone = folder.resolve("gone.png");
        assertThatThrownBy(() -> PictureDecoder.decode(gone, 32)).isInstanceOf(IOException.class);
        assertThat(Files.exists(gone)).isFalse();
    }
}
