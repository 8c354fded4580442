package ldmstudio.engine.run;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import ldmstudio.engine.data.PixelImage;

/**
 * Writes PNG files with text inside, 8 bits a channel, and reads the text of any PNG.
 *
 * <p>Source: W3C, Portable Network Graphics (third edition), sections 5, 9 and 11.
 */
public final class PngFiles {
    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private PngFiles() {}

    /** Writes or replaces a file, whole or not at all. */
    public static void write(PixelImage image, Map<String, String> text, Path file)
            throws RunFolderException {
        try {
            DurableFiles.replace(file, encode(image, text));
        } catch (IOException e) {
            throw RunFolderException.of("write", file, e);
        }
    }

    /** The text chunks of a PNG; see {@link PngText}. */
    public static Map<String, String> readText(Path file) throws IOException {
        return PngText.read(file);
    }

    /**
     * The bytes of a PNG file.
     *
     * @param text keyword to text; keywords are 1 to 79 characters of Latin-1
     */
    public static byte[] encode(PixelImage image, Map<String, String> text) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            boolean alpha = hasAlpha(image);
            out.write(SIGNATURE);
            chunk(out, "IHDR", header(image, alpha));
            for (Map.Entry<String, String> entry : text.entrySet()) {
                textChunk(out, entry.getKey(), entry.getValue());
            }
            chunk(out, "IDAT", compress(filtered(image, alpha)));
            chunk(out, "IEND", new byte[0]);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
    }

    private static byte[] header(PixelImage image, boolean alpha) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(image.width());
        out.writeInt(image.height());
        out.write(new byte[] {8, (byte) (alpha ? 6 : 2), 0, 0, 0});
        return bytes.toByteArray();
    }

    /** tEXt where Latin-1 holds the text, as every reader knows it; else iTXt in UTF-8. */
    private static void textChunk(DataOutputStream out, String keyword, String text)
            throws IOException {
        Charset latin1 = StandardCharsets.ISO_8859_1;
        if (keyword.isEmpty() || keyword.length() > 79 || !latin1.newEncoder().canEncode(keyword)) {
            throw new IllegalArgumentException(
                    "the keyword '" + keyword + "' is not 1 to 79 characters of Latin-1");
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(keyword.getBytes(latin1));
        data.write(0);
        if (latin1.newEncoder().canEncode(text) && text.indexOf('\0') < 0) {
            data.write(text.getBytes(latin1));
            chunk(out, "tEXt", data.toByteArray());
        } else {
            // No compression, method 0, no language, no translated keyword.
            data.write(new byte[] {0, 0, 0, 0});
            data.write(text.getBytes(StandardCharsets.UTF_8));
            chunk(out, "iTXt", data.toByteArray());
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }

    /** Rows with filter 2 (difference to the row above): small for pictures, simple to check. */
    private static byte[] filtered(PixelImage image, boolean alpha) {
        int channels = alpha ? 4 : 3;
        int stride = image.width() * channels + 1;
        byte[] rows = new byte[Math.multiplyExact(stride, image.height())];
        byte[] above = new byte[stride];
        byte[] row = new byte[stride];
        for (int y = 0; y < image.height(); y++) {
            int i = 1;
            for (int x = 0; x < image.width(); x++) {
                int argb = image.argb()[y * image.width() + x];
                row[i++] = (byte) (argb >> 16);
                row[i++] = (byte) (argb >> 8);
                row[i++] = (byte) argb;
                if (alpha) {
                    row[i++] = (byte) (argb >>> 24);
                }
            }
            int start = y * stride;
            rows[start] = 2;
            for (int b = 1; b < stride; b++) {
                rows[start + b] = (byte) (row[b] - above[b]);
            }
            byte[] swap = above;
            above = row;
            row = swap;
        }
        return rows;
    }

    private static byte[] compress(byte[] rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(6);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(rows);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static boolean hasAlpha(PixelImage image) {
        for (int argb : image.argb()) {
            if ((argb >>> 24) != 0xff) {
                return true;
            }
        }
        return false;
    }
}
