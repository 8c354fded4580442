package ldmstudio.engine.run;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The text chunks tEXt, zTXt and iTXt of a PNG, with limits that hold for any file: a person may
 * drop whatever they found onto the window. A chunk that is damaged, too long or packed to burst is
 * left out; a file that is no PNG is an error.
 */
final class PngText {
    /** Longest text that is taken, packed or unpacked; recipes are some kilobytes. */
    static final int MAX_TEXT_BYTES = 4 << 20;

    private static final int MAX_CHUNKS = 100_000;

    private PngText() {}

    static Map<String, String> read(Path file) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return read(in);
        } catch (EOFException e) {
            throw new IOException(file + " is no whole PNG file", e);
        }
    }

    private static Map<String, String> read(DataInputStream in) throws IOException {
        if (!Arrays.equals(in.readNBytes(PngFiles.SIGNATURE.length), PngFiles.SIGNATURE)) {
            throw new IOException("not a PNG file");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        long taken = 0;
        for (int i = 0; i < MAX_CHUNKS; i++) {
            long length = in.readInt() & 0xffffffffL;
            byte[] name = new byte[4];
            in.readFully(name);
            String type = new String(name, StandardCharsets.ISO_8859_1);
            if (type.equals("IEND")) {
                break;
            }
            boolean isText = type.equals("tEXt") || type.equals("zTXt") || type.equals("iTXt");
            if (!isText || taken + length > MAX_TEXT_BYTES) {
                in.skipNBytes(length + 4);
                continue;
            }
            taken += length;
            byte[] data = in.readNBytes((int) length);
            if (data.length < length) {
                throw new EOFException();
            }
            if (in.readInt() == crc(name, data)) {
                add(texts, type, data);
            }
        }
        return Collections.unmodifiableMap(texts);
    }

    private static void add(Map<String, String> texts, String type, byte[] data) {
        int end = indexOfZero(data, 0);
        if (end < 1 || end > 79) {
            return;
        }
        String keyword = new String(data, 0, end, StandardCharsets.ISO_8859_1);
        String text =
                switch (type) {
                    case "tEXt" -> latin1(data, end + 1);
                    case "zTXt" -> inflate(data, end + 2, StandardCharsets.ISO_8859_1);
                    default -> international(data, end + 1);
                };
        if (text != null) {
            texts.putIfAbsent(keyword, text);
        }
    }

    private static String latin1(byte[] data, int start) {
        return new String(data, start, data.length - start, StandardCharsets.ISO_8859_1);
    }

    /** Compression flag and method, language, 0, translated keyword, 0, text. */
    private static @Nullable String international(byte[] data, int start) {
        int language = indexOfZero(data, start + 2);
        int translated = language < 0 ? -1 : indexOfZero(data, language + 1);
        if (translated < 0) {
            return null;
        }
        int text = translated + 1;
        return data[start] == 0
                ? new String(data, text, data.length - text, StandardCharsets.UTF_8)
                : inflate(data, text, StandardCharsets.UTF_8);
    }

    private static @Nullable String inflate(byte[] data, int start, Charset charset) {
        if (start > data.length) {
            return null;
        }
        try (InputStream in =
                new InflaterInputStream(
                        new ByteArrayInputStream(data, start, data.length - start))) {
            byte[] text = in.readNBytes(MAX_TEXT_BYTES + 1);
            return text.length > MAX_TEXT_BYTES ? null : new String(text, charset);
        } catch (IOException e) {
            // A damaged text says nothing; the others of the file may.
            return null;
        }
    }

    private static int crc(byte[] name, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return (int) crc.getValue();
    }

    private static int indexOfZero(byte[] data, int start) {
        for (int i = start; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
