package ldmstudio.engine.data;

import java.util.Arrays;

/**
 * Which part of a picture each of its pixels shows.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param parts row by row from the top left: 0 for none, n for part n − 1 of {@link
 *     Dataset#maskParts()}; not copied, so treat it as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: masks are never map keys
public record PartMask(int width, int height, byte[] parts) {
    public PartMask {
        if (width < 1 || height < 1 || (long) width * height != parts.length) {
            throw new IllegalArgumentException(
                    "a mask of %dx%d cannot hold %d pixels".formatted(width, height, parts.length));
        }
    }

    /** The square that a picture of these proportions becomes; crop keeps the middle. */
    public PartMask square(String resize) {
        if (width == height || resize.equals("stretch")) {
            return this;
        }
        boolean crop = Resize.of(resize) == Resize.CROP;
        int side = crop ? Math.min(width, height) : Math.max(width, height);
        // Negative where a border is added.
        int left = Math.floorDiv(width - side, 2);
        int top = Math.floorDiv(height - side, 2);
        byte[] square = new byte[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int fromX = left + x;
                int fromY = top + y;
                if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height) {
                    square[y * side + x] = parts[fromY * width + fromX];
                }
            }
        }
        return new PartMask(side, side, square);
    }

    /** The nearest pixel above and to the left, as networks shrink masks. */
    public PartMask resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        byte[] resized = new byte[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            int row = (int) ((long) y * height / newHeight) * width;
            for (int x = 0; x < newWidth; x++) {
                resized[y * newWidth + x] = parts[row + (int) ((long) x * width / newWidth)];
            }
        }
        return new PartMask(newWidth, newHeight, resized);
    }

    /**
     * Writes a plane of zeros and ones for each part, {@code (parts, H, W)}.
     *
     * @throws IllegalArgumentException when the mask shows a part beyond {@code partCount}
     */
    public void writePlanes(int partCount, float[] to, int offset) {
        Arrays.fill(to, offset, offset + partCount * this.parts.length, 0);
        for (int i = 0; i < this.parts.length; i++) {
            int part = this.parts[i] & 255;
            if (part > partCount) {
                throw new IllegalArgumentException(
                        "a mask shows part " + part + ", but there are only " + partCount);
            }
            if (part > 0) {
                to[offset + (part - 1) * this.parts.length + i] = 1;
            }
        }
    }
}
