package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The quick decoders against ImageIO, and against files that are broken on purpose. */
class QuickDecodersTest {
    /** Soft forms with some grain: like a photograph, unlike noise. */
    private static BufferedImage photograph(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double grain = (StepHash.mix(y * 7919L + x) & 7) - 3.5;
                int red = level(128 + 90 * Math.sin(x / 17.0) * Math.cos(y / 29.0) + grain);
                int green = level(120 + 80 * Math.sin((x + y) / 23.0) + grain);
                int blue = level(110 + 100 * Math.cos(y / 13.0 - x / 41.0) + grain);
                image.setRGB(x, y, 0xFF000000 | red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, value));
    }

    /** A JPEG whose colour differences have one sample for {@code across * down} pixels. */
    private static byte[] jpeg(BufferedImage image, int across, int down, boolean progressive)
            throws IOException {
        ImageWriter writer = jdkWriter();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.9f);
        if (progressive) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        IIOMetadata data =
                writer.getDefaultImageMetadata(
                        ImageTypeSpecifier.createFromRenderedImage(image), param);
        if (image.getRaster().getNumBands() == 3) {
            String format = data.getNativeMetadataFormatName();
            Element root = (Element) data.getAsTree(format);
            Node first = root.getElementsByTagName("componentSpec").item(0);
            ((Element) first).setAttribute("HsamplingFactor", Integer.toString(across));
            ((Element) first).setAttribute("VsamplingFactor", Integer.toString(down));
            data.setFromTree(format, root);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, data), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static ImageWriter jdkWriter() {
        var writers = ImageIO.getImageWritersByFormatName("jpeg");
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.")) {
                return writer;
            }
        }
        throw new IllegalStateException("the JDK writes JPEG");
    }

    private static PixelImage byImageIo(byte[] file) throws IOException {
        return PixelReader.read(ImageIO.read(new ByteArrayInputStream(file)));
    }

    /** Peak signal-to-noise ratio in dB. */
    private static double psnr(PixelImage one, PixelImage other) {
        assertThat(one.width()).isEqualTo(other.width());
        assertThat(one.height()).isEqualTo(other.height());
        double sum = 0;
        for (int i = 0; i < one.argb().length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                double d = (one.argb()[i] >> shift & 255) - (other.argb()[i] >> shift & 255);
                sum += d * d;
            }
        }
        return 10 * Math.log10(255 * 255 / (sum / (3.0 * one.argb().length) + 1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "2, 1, false", "2, 2, false", "2, 2, true"})
    void aJpegIsWhatImageIoMakesOfItAlsoWhenScaled(int across, int down, boolean progressive)
            throws IOException {
        for (int[] size : new int[][] {{160, 120}, {161, 123}}) {
            byte[] file =
                    jpeg(
                            photograph(size[0], size[1], BufferedImage.TYPE_INT_RGB),
                            across,
                            down,
                            progressive);
            PixelImage exact = byImageIo(file);
            Scalable quick = PictureDecoder.scalable(file, "x", 100);
            assertThat(quick).isInstanceOf(YccPicture.class);
            assertThat(psnr(quick.picture(), exact)).as("full size").isGreaterThan(50);
            PixelImage small = Resize.CROP.fit(quick, 70, OptionalInt.empty());
            PixelImage expected = Resize.CROP.fit(exact, 70, OptionalInt.empty());
            assertThat(psnr(small, expected)).as("scaled").isGreaterThan(50);
        }
    }

    @Test
    void aGreyJpegIsWhatImageIoMakesOfIt() throws IOException {
        byte[] file = jpeg(photograph(90, 70, BufferedImage.TYPE_BYTE_GRAY), 1, 1, false);
        Scalable quick = PictureDecoder.scalable(file, "x", 100);
        assertThat(quick).isInstanceOf(YccPicture.class);
        assertThat(psnr(quick.picture(), byImageIo(file))).isGreaterThan(50);
    }

    @Test
    void farFewerPixelsComeFromASmallerTransformWithoutLoss() throws IOException {
        byte[] file = jpeg(photograph(640, 480, BufferedImage.TYPE_INT_RGB), 2, 2, false);
        for (int side : new int[] {200, 120, 60, 30}) {
            Scalable quick = PictureDecoder.scalable(file, "x", side);
            assertThat(quick.height()).isGreaterThanOrEqualTo(2 * side);
            PixelImage small = Resize.CROP.fit(quick, side, OptionalInt.empty());
            PixelImage expected = Resize.CROP.fit(byImageIo(file), side, OptionalInt.empty());
            assertThat(psnr(small, expected)).as("to %d", side).isGreaterThan(42);
        }
        assertThat(PictureDecoder.scalable(file, "x", 60).height()).isEqualTo(120);
    }

    @ParameterizedTest
    @CsvSource({"TYPE_INT_RGB, true", "TYPE_INT_ARGB, false", "TYPE_BYTE_GRAY, false"})
    void aPngIsExactlyWhatImageIoMakesOfIt(String type, boolean rgb) throws Exception {
        int number = BufferedImage.class.getField(type).getInt(null);
        BufferedImage image = photograph(93, 71, number);
        if (number == BufferedImage.TYPE_INT_ARGB) {
            for (int i = 0; i < 93; i++) {
                image.setRGB(i, 35, i * 2 << 24 | 0x4080C0);
            }
        }
        byte[] file = TestPictures.encoded(image, "png");
        Scalable quick = PictureDecoder.scalable(file, "x", 100);
        assertThat(quick instanceof RgbPicture).isEqualTo(rgb);
        assertThat(quick.picture().argb()).isEqualTo(byImageIo(file).argb());
        for (int side : new int[] {71, 40, 7}) {
            assertThat(Resize.CROP.fit(quick, side, OptionalInt.empty()).argb())
                    .isEqualTo(Resize.CROP.fit(byImageIo(file), side, OptionalInt.empty()).argb());
        }
    }

    @Test
    void aPngWithTooFewPixelsIsNoPicture() {
        byte[] promising = TestPictures.pngPromising(40, 40);
        assertThatThrownBy(() -> PictureDecoder.decode(promising, "x", 8))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("end too early");
    }

    @Test
    void brokenFilesAreRefusedOrDecodedButNeverEndTheProgram() throws IOException {
        byte[][] wholes = {
            jpeg(photograph(120, 90, BufferedImage.TYPE_INT_RGB), 2, 2, false),
            jpeg(photograph(120, 90, BufferedImage.TYPE_INT_RGB), 2, 2, true),
            TestPictures.encoded(photograph(120, 90, BufferedImage.TYPE_INT_RGB), "png")
        };
        int refused = 0;
        for (byte[] whole : wholes) {
            for (int i = 0; i < 400; i++) {
                byte[] broken = whole.clone();
                int wounds = 1 + i % 9;
                for (int w = 0; w < wounds; w++) {
                    long hash = StepHash.mix(1000L * i + w);
                    int reach = w == 0 ? Math.min(700, whole.length) : whole.length;
                    broken[(int) Math.floorMod(hash >> 8, (long) reach)] = (byte) hash;
                }
                if (i % 4 == 0) {
                    broken = Arrays.copyOf(broken, Math.max(20, whole.length * (i % 100) / 100));
                }
                try {
                    PixelImage picture = PictureDecoder.decode(broken, "x", 16 + i);
                    assertThat(picture.argb()).hasSize(picture.width() * picture.height());
                } catch (IOException e) {
                    refused++;
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
        assertThat(refused).isBetween(300, 1200);
    }

    @Test
    void aJpegThatIsCutOffIsLeftToTheDecoderThatSaysSo() throws IOException {
        byte[] whole = jpeg(photograph(120, 90, BufferedImage.TYPE_INT_RGB), 2, 2, false);
        assertThat(JpegLayout.ofOrdinary(whole)).isEqualTo(new JpegLayout(120, 90, 3));
        byte[] cut = Arrays.copyOf(whole, whole.length * 2 / 3);
        assertThat(JpegLayout.ofOrdinary(cut)).isNull();
        assertThatThrownBy(() -> PictureDecoder.decode(cut, "x", 16))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut off");
    }
}
