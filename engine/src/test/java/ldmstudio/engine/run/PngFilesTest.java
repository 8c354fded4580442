package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import ldmstudio.engine.data.PixelImage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFilesTest {
    @TempDir Path folder;

    @Property(tries = 50)
    void everyPixelSurvives(
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll boolean opaque,
            @ForAll int seed)
            throws IOException {
        int[] argb = new int[width * height];
        for (int i = 0; i < argb.length; i++) {
            int value = (seed + i) * 0x9E3779B1;
            argb[i] = opaque ? value | 0xff000000 : value;
        }
        byte[] png = PngFiles.encode(new PixelImage(width, height, argb), Map.of());
        BufferedImage read = ImageIO.read(new java.io.ByteArrayInputStream(png));
        assertThat(read.getRGB(0, 0, width, height, null, 0, width)).isEqualTo(argb);
        assertThat(read.getColorModel().hasAlpha())
                .isEqualTo(Arrays.stream(argb).anyMatch(p -> (p >>> 24) != 255));
    }

    @Test
    void textSurvivesInBothAlphabets() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("parameters", "a blue square\nSteps: 50");
        texts.put("ldmstudio", "{\"prompt\":\"ein grünes Dreieck, 円, 🙂\"}");
        texts.put("empty", "");
        Path file = folder.resolve("a b.png");
        PngFiles.write(picture(), texts, file);
        assertThat(PngFiles.readText(file)).isEqualTo(texts);
        assertThat(ImageIO.read(file.toFile())).isNotNull();
        assertThat(folder.toFile().listFiles())
                .extracting(File::getName)
                .containsExactly("a b.png");
    }

    @Test
    void aKeywordThatPngForbidsIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PngFiles.encode(picture(), Map.of("円", "x")))
                .withMessageContaining("円");
    }

    @Test
    void packedTextsOfOtherProgramsAreRead() throws IOException {
        Path file =
                png(
                        chunk("zTXt", join("Comment\0\0", deflate("packed ä", "ISO-8859-1"))),
                        chunk("iTXt", join("Title\0\1\0de\0Titel\0", deflate("円", "UTF-8"))),
                        chunk(
                                "iTXt",
                                join("Plain\0\0\0\0\0", "ü".getBytes(StandardCharsets.UTF_8))));
        assertThat(PngFiles.readText(file))
                .containsExactly(
                        Map.entry("Comment", "packed ä"),
                        Map.entry("Title", "円"),
                        Map.entry("Plain", "ü"));
    }

    @Test
    void damagedAndBurstingTextsAreLeftOut() throws IOException {
        byte[] wrongSum = chunk("tEXt", join("a\0b", new byte[0]));
        wrongSum[wrongSum.length - 1] ^= 1;
        Path file =
                png(
                        wrongSum,
                        chunk("zTXt", join("bomb\0\0", deflate("x".repeat(5 << 20), "UTF-8"))),
                        chunk("zTXt", join("torn\0\0", new byte[] {0x78, 1, 2, 3})),
                        chunk("zTXt", join("short\0", new byte[0])),
                        chunk("iTXt", join("cut\0", new byte[0])),
                        chunk("tEXt", join("\0no keyword", new byte[0])),
                        chunk("tEXt", new byte[5 << 20]),
                        chunk("tEXt", join("good\0text", new byte[0])));
        assertThat(PngFiles.readText(file)).containsExactly(Map.entry("good", "text"));
    }

    @Test
    void whatIsNoPngIsAnError() throws IOException {
        Path text = Files.writeString(folder.resolve("a.png"), "hello world, I am text");
        assertThatIOException().isThrownBy(() -> PngFiles.readText(text));
        byte[] whole = PngFiles.encode(picture(), Map.of("k", "v"));
        for (int length : new int[] {0, 7, 12, 40, whole.length - 13}) {
            Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, length));
            assertThatIOException().isThrownBy(() -> PngFiles.readText(cut));
        }
        byte[] endless = Arrays.copyOf(whole, whole.length);
        Arrays.fill(endless, 8, 12, (byte) 0xff);
        Path hostile = Files.write(folder.resolve("endless.png"), endless);
        assertThatIOException().isThrownBy(() -> PngFiles.readText(hostile));
    }

    @Test
    void aMissingFolderIsAnErrorInWords() {
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(() -> PngFiles.write(picture(), Map.of(), folder.resolve("gone/a.png")))
                .withMessageContaining("does not exist");
    }

    private static PixelImage picture() {
        return new PixelImage(2, 1, new int[] {0xffff0000, 0xff00ff00});
    }

    private Path png(byte[]... chunks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] whole = PngFiles.encode(picture(), Map.of());
        out.write(whole, 0, 8 + 25);
        for (byte[] chunk : chunks) {
            out.write(chunk);
        }
        out.write(whole, 33, whole.length - 33);
        return Files.write(folder.resolve("made.png"), out.toByteArray());
    }

    private static byte[] chunk(String type, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(data);
        out.writeInt(data.length);
        out.writeBytes(type);
        out.write(data);
        out.writeInt((int) crc.getValue());
        return bytes.toByteArray();
    }

    private static byte[] join(String head, byte[] tail) {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(start, start.length + tail.length);
        System.arraycopy(tail, 0, all, start.length, tail.length);
        return all;
    }

    private static byte[] deflate(String text, String charset) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(charset));
        }
        return bytes.toByteArray();
    }
}
