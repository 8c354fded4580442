package ldmstudio.engine.data;

/**
 * A picture outside the tensors: what crosses from the engine to a screen or a file.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param argb {@code width * height} pixels, row by row from the top left, each {@code 0xAARRGGBB},
 *     not premultiplied, sRGB; the record does not copy it, so treat it as read-only
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough: pictures are never map keys
public record PixelImage(int width, int height, int[] argb) {
    public PixelImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "a picture needs at least 1x1 pixels, not " + width + "x" + height);
        }
        if ((long) width * height != argb.length) {
            throw new IllegalArgumentException(
                    "argb holds %d pixels, but %dx%d needs %d"
                            .formatted(argb.length, width, height, (long) width * height));
        }
    }

    /** The pixel in column {@code x} of row {@code y} as {@code 0xAARRGGBB}. */
    public int pixel(int x, int y) {
        return argb[y * width + x];
    }
}
