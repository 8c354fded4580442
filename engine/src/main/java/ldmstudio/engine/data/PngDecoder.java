package ldmstudio.engine.data;

import java.io.IOException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Decodes ordinary PNGs: 8 bits a sample, not interlaced, grey or RGB, with alpha or without; all
 * others are left to ImageIO.
 *
 * <p>Source: W3C, Portable Network Graphics (second edition), 7 and 9.
 */
final class PngDecoder {
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int TRNS = 0x74524E53;
    private static final int FIRST_CHUNK = 8;
    private static final int AROUND_CHUNK = 12;

    /** Deflate makes no more of a byte; a header that promises more lies. */
    private static final long MOST_EXPANSION = 1032;

    private PngDecoder() {}

    /**
     * Decodes a file.
     *
     * @return null when it is of another kind
     * @throws IOException a clause for people when it is damaged or cut off
     */
    static @Nullable Scalable decode(byte[] file) throws IOException {
        if (file.length < FIRST_CHUNK + 25 || word(file, FIRST_CHUNK + 4) != IHDR) {
            return null;
        }
        int width = word(file, 16);
        int height = word(file, 20);
        int samples =
                switch (file[25]) {
                    case 0 -> 1;
                    case 2 -> 3;
                    case 4 -> 2;
                    case 6 -> 4;
                    default -> 0;
                };
        boolean plain = file[24] == 8 && file[26] == 0 && file[27] == 0 && file[28] == 0;
        if (samples == 0 || !plain) {
            return null;
        }
        PictureDecoder.checkSize(width, height);
        Packed packed = pixelData(file);
        if (packed == null) {
            return null;
        }
        long bytes = (1 + (long) samples * width) * height;
        if (bytes > MOST_EXPANSION * packed.length()) {
            throw new IOException("the picture is damaged: its pixels end too early");
        }
        byte[] lines = new byte[(int) bytes];
        Inflation.inflate(packed.bytes(), packed.length(), lines);
        PngFilters.undo(lines, width, height, samples);
        return samples == 3
                ? new RgbPicture(width, height, lines)
                : Resampler.scalable(new PixelImage(width, height, argb(lines, width, samples)));
    }

    /** The first {@code length} bytes of an array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Packed(byte[] bytes, int length) {}

    /** The contents of all IDAT chunks; null where a colour stands for transparency. */
    private static @Nullable Packed pixelData(byte[] file) throws IOException {
        byte[] all = new byte[file.length];
        int count = 0;
        int at = FIRST_CHUNK;
        while (at + AROUND_CHUNK <= file.length) {
            int length = word(file, at);
            int type = word(file, at + 4);
            if (length < 0 || length > file.length - at - AROUND_CHUNK) {
                throw new IOException("the file is cut off");
            }
            if (type == IEND) {
                break;
            }
            if (type == TRNS) {
                return null;
            }
            if (type == IDAT || type == IHDR) {
                checkSum(file, at + 4, length + 4);
            }
            if (type == IDAT) {
                System.arraycopy(file, at + 8, all, count, length);
                count += length;
            }
            at += AROUND_CHUNK + length;
        }
        return new Packed(all, count);
    }

    /** Asks about a stretch of a file. */
    interface Stretch {
        boolean holds(byte[] file, int from, int to);
    }

    /** Whether something holds for a chunk that is none of pixels; those are most of the file. */
    static boolean anyBesidePixels(byte[] file, Stretch question) {
        int at = FIRST_CHUNK;
        while (at + AROUND_CHUNK <= file.length) {
            int length = word(file, at);
            if (length < 0 || length > file.length - at - AROUND_CHUNK) {
                return question.holds(file, at, file.length);
            }
            int next = at + AROUND_CHUNK + length;
            if (word(file, at + 4) != IDAT && question.holds(file, at, next)) {
                return true;
            }
            at = next;
        }
        return false;
    }

    private static void checkSum(byte[] file, int from, int count) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(file, from, count);
        if ((int) sum.getValue() != word(file, from + count)) {
            throw new IOException("the picture is damaged: a checksum is wrong");
        }
    }

    private static int[] argb(byte[] lines, int width, int samples) {
        int stride = 1 + width * samples;
        int height = lines.length / stride;
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            unpack(lines, y * stride + 1, samples, argb, y * width, width);
        }
        return argb;
    }

    private static void unpack(byte[] line, int in, int samples, int[] argb, int at, int width) {
        switch (samples) {
            case 1 -> {
                for (int x = 0; x < width; x++) {
                    argb[at + x] = 0xFF000000 | (line[in++] & 255) * 0x010101;
                }
            }
            case 2 -> {
                for (int x = 0; x < width; x++, in += 2) {
                    int grey = PixelReader.overWhite(line[in] & 255, line[in + 1] & 255);
                    argb[at + x] = 0xFF000000 | grey * 0x010101;
                }
            }
            default -> {
                for (int x = 0; x < width; x++, in += 4) {
                    int alpha = line[in + 3] & 255;
                    argb[at + x] =
                            0xFF000000
                                    | PixelReader.overWhite(line[in] & 255, alpha) << 16
                                    | PixelReader.overWhite(line[in + 1] & 255, alpha) << 8
                                    | PixelReader.overWhite(line[in + 2] & 255, alpha);
                }
            }
        }
    }

    private static int word(byte[] file, int at) {
        return (file[at] & 255) << 24
                | (file[at + 1] & 255) << 16
                | (file[at + 2] & 255) << 8
                | (file[at + 3] & 255);
    }
}
