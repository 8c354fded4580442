package ldmstudio.engine.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Decodes ordinary PNGs: 8 bits a sample, not interlaced, grey or RGB, with alpha or without; all
 * others are left to ImageIO. RGB goes through FFmpeg, whose filters are vector instructions, and
 * what FFmpeg does not take goes through the JDK's zlib, which checks every byte.
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

    /** What is inflated at once: zlib is slow at the end of every piece. */
    private static final int BLOCK_BYTES = 256 << 10;

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
        byte[] packed = pixelData(file);
        if (packed == null) {
            return null;
        }
        long bytes = (1 + (long) samples * width) * height;
        if (bytes > MOST_EXPANSION * packed.length) {
            throw new IOException("the picture is damaged: its pixels end too early");
        }
        if (samples == 3) {
            RgbPicture picture =
                    FfmpegStill.decode(
                            avcodec.AV_CODEC_ID_PNG, file, 0, width, height, PngDecoder::taken);
            if (picture != null) {
                return picture;
            }
        }
        return Resampler.scalable(
                new PixelImage(width, height, argb(packed, width, height, samples)));
    }

    /**
     * FFmpeg decodes line after line into zeros and says nothing when the pixels end too early; so
     * a last line of zeros is a doubt.
     */
    private static @Nullable RgbPicture taken(AVFrame frame) {
        if (frame.format() != avutil.AV_PIX_FMT_RGB24) {
            return null;
        }
        int width = frame.width();
        byte[] rgb = FfmpegStill.plane(frame, 0, 3 * width, frame.height());
        for (int i = rgb.length - 3 * width; i < rgb.length; i++) {
            if (rgb[i] != 0) {
                return new RgbPicture(width, frame.height(), rgb);
            }
        }
        return null;
    }

    /** The contents of all IDAT chunks; null where a colour stands for transparency. */
    private static byte @Nullable [] pixelData(byte[] file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream(file.length);
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
            if (type == IDAT) {
                all.write(file, at + 8, length);
            }
            at += AROUND_CHUNK + length;
        }
        return all.toByteArray();
    }

    private static int[] argb(byte[] packed, int width, int height, int samples)
            throws IOException {
        int stride = 1 + width * samples;
        int linesAtOnce = Math.max(1, Math.min(height, BLOCK_BYTES / stride));
        byte[] above = new byte[samples + stride];
        byte[] line = new byte[samples + stride];
        byte[] block = new byte[linesAtOnce * stride];
        int[] argb = new int[width * height];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            for (int y = 0; y < height; y++) {
                int at = y % linesAtOnce * stride;
                if (at == 0) {
                    fill(inflater, block, Math.min(linesAtOnce, height - y) * stride);
                }
                // Each line begins with zeros for the pixel left of the first.
                System.arraycopy(block, at + 1, line, samples, stride - 1);
                unfilter(block[at], line, above, samples);
                unpack(line, samples, argb, y * width, width);
                byte[] done = line;
                line = above;
                above = done;
            }
        } catch (DataFormatException e) {
            throw new IOException("the picture is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
        return argb;
    }

    private static void fill(Inflater inflater, byte[] to, int count)
            throws IOException, DataFormatException {
        int done = 0;
        while (done < count) {
            int got = inflater.inflate(to, done, count - done);
            if (got == 0) {
                throw new IOException("the picture is damaged: its pixels end too early");
            }
            done += got;
        }
    }

    private static void unfilter(int filter, byte[] line, byte[] above, int samples)
            throws IOException {
        int end = line.length - 1;
        switch (filter) {
            case 0 -> {}
            case 1 -> {
                for (int i = samples; i < end; i++) {
                    line[i] += line[i - samples];
                }
            }
            case 2 -> {
                for (int i = samples; i < end; i++) {
                    line[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = samples; i < end; i++) {
                    line[i] += (byte) ((line[i - samples] & 255) + (above[i] & 255) >> 1);
                }
            }
            case 4 -> {
                for (int i = samples; i < end; i++) {
                    line[i] +=
                            (byte)
                                    nearest(
                                            line[i - samples] & 255,
                                            above[i] & 255,
                                            above[i - samples] & 255);
                }
            }
            default -> throw new IOException("the picture is damaged: unknown filter " + filter);
        }
    }

    /** Paeth's predictor: which of the three is nearest to left + above − corner. */
    private static int nearest(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        // Without branches: a photograph's are guessed wrongly every other time.
        int takeAbove = toAbove - toCorner - 1 >> 31;
        int other = above & takeAbove | corner & ~takeAbove;
        int takeLeft = toLeft - Math.min(toAbove, toCorner) - 1 >> 31;
        return left & takeLeft | other & ~takeLeft;
    }

    private static void unpack(byte[] line, int samples, int[] argb, int at, int width) {
        int in = samples;
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
            case 3 -> {
                for (int x = 0; x < width; x++, in += 3) {
                    argb[at + x] =
                            0xFF000000
                                    | (line[in] & 255) << 16
                                    | (line[in + 1] & 255) << 8
                                    | (line[in + 2] & 255);
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
