package ldmstudio.engine.data;

import java.io.IOException;

/**
 * Takes the filters off the lines of a PNG: each byte is told as the difference from a guess out of
 * the pixels left, above and left above.
 *
 * <p>Source: W3C, Portable Network Graphics (second edition), 9. Paeth's guess is taken without
 * branches, for a photograph's would be guessed wrongly every other time.
 */
final class PngFilters {
    private PngFilters() {}

    /**
     * Restores the bytes of all lines where they lie.
     *
     * @param lines of a byte that names the filter and then {@code width * samples} bytes
     * @throws IOException a clause for people, when a filter is unknown
     */
    static void undo(byte[] lines, int width, int height, int samples) throws IOException {
        int bytes = width * samples;
        byte[] above = new byte[bytes];
        byte[] line = new byte[bytes];
        for (int y = 0, at = 0; y < height; y++, at += 1 + bytes) {
            int filter = lines[at];
            System.arraycopy(lines, at + 1, line, 0, bytes);
            switch (filter) {
                case 0 -> {}
                case 1 -> left(line, samples);
                case 2 -> above(line, above);
                case 3 -> mean(line, above, samples);
                case 4 -> {
                    if (samples == 3) {
                        paethRgb(line, above);
                    } else {
                        paeth(line, above, samples);
                    }
                }
                default ->
                        throw new IOException("the picture is damaged: unknown filter " + filter);
            }
            if (filter != 0) {
                System.arraycopy(line, 0, lines, at + 1, bytes);
            }
            byte[] done = line;
            line = above;
            above = done;
        }
    }

    private static void left(byte[] line, int samples) {
        for (int i = samples; i < line.length; i++) {
            line[i] += line[i - samples];
        }
    }

    private static void above(byte[] line, byte[] above) {
        for (int i = 0; i < line.length; i++) {
            line[i] += above[i];
        }
    }

    private static void mean(byte[] line, byte[] above, int samples) {
        for (int i = 0; i < samples; i++) {
            line[i] += (byte) ((above[i] & 255) >> 1);
        }
        for (int i = samples; i < line.length; i++) {
            line[i] += (byte) ((line[i - samples] & 255) + (above[i] & 255) >> 1);
        }
    }

    private static void paeth(byte[] line, byte[] above, int samples) {
        for (int i = 0; i < samples; i++) {
            line[i] += above[i];
        }
        for (int i = samples; i < line.length; i++) {
            line[i] +=
                    (byte) guess(line[i - samples] & 255, above[i] & 255, above[i - samples] & 255);
        }
    }

    /** What is left and left above stays in registers: three ways that do not wait for memory. */
    private static void paethRgb(byte[] line, byte[] above) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int redCorner = 0;
        int greenCorner = 0;
        int blueCorner = 0;
        for (int i = 0; i + 2 < line.length; i += 3) {
            int redAbove = above[i] & 255;
            int greenAbove = above[i + 1] & 255;
            int blueAbove = above[i + 2] & 255;
            red = line[i] + guess(red, redAbove, redCorner) & 255;
            green = line[i + 1] + guess(green, greenAbove, greenCorner) & 255;
            blue = line[i + 2] + guess(blue, blueAbove, blueCorner) & 255;
            line[i] = (byte) red;
            line[i + 1] = (byte) green;
            line[i + 2] = (byte) blue;
            redCorner = redAbove;
            greenCorner = greenAbove;
            blueCorner = blueAbove;
        }
    }

    /**
     * Which of the three is nearest to left + above − corner; left before above before corner.
     *
     * <p>With t = 3 corner − left − above this is the larger of left and above where t is not above
     * the lesser, the lesser where t is not below the larger, and the corner between.
     */
    static int guess(int left, int above, int corner) {
        int threshold = 3 * corner - left - above;
        int lesser = Math.min(left, above);
        int larger = Math.max(left, above);
        int between = threshold - larger >> 31;
        int other = lesser ^ (lesser ^ corner) & between;
        int beyond = lesser - threshold >> 31;
        return larger ^ (larger ^ other) & beyond;
    }
}
