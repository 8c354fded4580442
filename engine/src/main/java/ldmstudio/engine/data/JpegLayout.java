package ldmstudio.engine.data;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the markers of a JPEG say before anything is decoded.
 *
 * <p>Source: ITU-T T.81, annex B.
 *
 * @param components 1 (grey) or 3 (Y, Cb, Cr)
 */
record JpegLayout(int width, int height, int components) {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int BASELINE = 0xC0;
    private static final int PROGRESSIVE = 0xC2;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SRGB = "sRGB".getBytes(StandardCharsets.US_ASCII);

    /**
     * The layout of an ordinary, whole picture: 8 bits, baseline or progressive, grey or YCbCr,
     * without a colour profile other than sRGB, and with its end marker. Null for all others, among
     * them every file that is cut off.
     */
    static @Nullable JpegLayout ofOrdinary(byte[] file) {
        int at = 2;
        JpegLayout layout = null;
        while (at + 4 <= file.length) {
            if (level(file, at) != 0xFF) {
                return null;
            }
            int marker = level(file, at + 1);
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (marker == SOI || marker == EOI || marker < BASELINE) {
                return null;
            }
            int length = word(file, at + 2);
            int body = at + 4;
            int end = at + 2 + length;
            if (length < 2 || end > file.length) {
                return null;
            }
            switch (marker) {
                case SOS -> {
                    return layout != null && ended(file, end) ? layout : null;
                }
                case BASELINE, BASELINE + 1, PROGRESSIVE -> {
                    if (layout != null) {
                        return null;
                    }
                    layout = frame(file, body, end);
                    if (layout == null) {
                        return null;
                    }
                }
                case APP2 -> {
                    if (starts(file, body, end, PROFILE) && !contains(file, body, end, SRGB)) {
                        return null;
                    }
                }
                case APP14 -> {
                    boolean adobe = starts(file, body, end, ADOBE) && end - body >= 12;
                    if (adobe && level(file, body + 11) != 1) {
                        return null;
                    }
                }
                default -> {
                    boolean otherFrame = marker < 0xD0 && marker != 0xC4 && marker != 0xCC;
                    if (otherFrame) {
                        return null;
                    }
                }
            }
            at = end;
        }
        return null;
    }

    private static @Nullable JpegLayout frame(byte[] file, int body, int end) {
        if (end - body < 6) {
            return null;
        }
        int bits = level(file, body);
        int height = word(file, body + 1);
        int width = word(file, body + 3);
        int components = level(file, body + 5);
        boolean ordinary =
                bits == 8
                        && width > 0
                        && height > 0
                        && (components == 1 || components == 3)
                        && end - body >= 6 + 3 * components;
        if (!ordinary) {
            return null;
        }
        // Some cameras number from 0; letters mean red, green and blue as they are.
        boolean letters = components == 3 && level(file, body + 6) == 'R';
        return letters ? null : new JpegLayout(width, height, components);
    }

    /** Whether the end marker comes after the pixels; some programs append bytes behind it. */
    private static boolean ended(byte[] file, int pixels) {
        for (int i = file.length - 2; i >= pixels; i--) {
            if (level(file, i) == 0xFF && level(file, i + 1) == EOI) {
                return true;
            }
        }
        return false;
    }

    private static boolean starts(byte[] file, int at, int end, byte[] wanted) {
        if (at + wanted.length > end) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (file[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(byte[] file, int from, int end, byte[] wanted) {
        for (int i = from; i + wanted.length <= end; i++) {
            if (starts(file, i, end, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static int level(byte[] file, int at) {
        return file[at] & 255;
    }

    private static int word(byte[] file, int at) {
        return level(file, at) << 8 | level(file, at + 1);
    }
}
