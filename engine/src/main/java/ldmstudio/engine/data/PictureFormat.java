package ldmstudio.engine.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of picture file that can be decoded, told by their first bytes, never by the name. */
enum PictureFormat {
    JPEG,
    PNG,
    GIF,
    BMP,
    TIFF,
    WEBP;

    /** How many bytes from a file's start {@link #of} looks at. */
    static final int HEAD_BYTES = 64;

    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp");

    /** Whether a file's name promises a picture. */
    static boolean isPictureName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 && EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** The name by which ImageIO knows its reader. */
    String readerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of a file that starts so, or null. */
    static @Nullable PictureFormat of(byte[] head) {
        if (starts(head, 0xFF, 0xD8, 0xFF)) {
            return JPEG;
        }
        if (starts(head, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return PNG;
        }
        if (starts(head, 'G', 'I', 'F', '8')) {
            return GIF;
        }
        if (starts(head, 'B', 'M') && head.length >= 26 && head[6] == 0 && head[7] == 0) {
            return BMP;
        }
        if (starts(head, 'I', 'I', 42, 0) || starts(head, 'M', 'M', 0, 42)) {
            return TIFF;
        }
        return starts(head, 'R', 'I', 'F', 'F') && text(head, 8, 4).equals("WEBP") ? WEBP : null;
    }

    /** What a file without a known format seems to be; a clause for people. */
    static String guess(byte[] head) {
        if (head.length == 0) {
            return "the file is empty";
        }
        String brand = text(head, 4, 8);
        if (brand.startsWith("ftyp")) {
            return brand.matches("ftyp(heic|heix|mif1|msf1|hevc)")
                    ? "a HEIC picture, which is not supported; convert it to JPEG or PNG"
                    : brand.startsWith("ftypavif")
                            ? "an AVIF picture, which is not supported; convert it to PNG"
                            : "a video, not a picture";
        }
        String start = text(head, 0, HEAD_BYTES).stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "a web page, not a picture; its download went wrong";
        }
        if (start.startsWith("<svg") || start.startsWith("<?xml")) {
            return "an SVG or XML file, not a picture of pixels";
        }
        if (start.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer, not the picture; run git lfs pull";
        }
        for (byte b : head) {
            if (b == 0) {
                return "not a JPEG, PNG, WebP, GIF, BMP or TIFF picture, whatever its name says";
            }
        }
        return start.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c))
                ? "a text file, not a picture"
                : "not a JPEG, PNG, WebP, GIF, BMP or TIFF picture, whatever its name says";
    }

    private static boolean starts(byte[] head, int... wanted) {
        if (head.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((head[i] & 255) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] head, int from, int length) {
        int end = Math.min(head.length, from + length);
        return from >= end ? "" : new String(head, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
