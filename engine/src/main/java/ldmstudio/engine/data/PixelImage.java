package ldmstudio.engine.data;

/**
 * A picture as it leaves or enters the engine.
 *
 * @param width in pixels
 * @param height in pixels
 * @param argb {@code width · height} values, row by row from the top, {@code 0xAARRGGBB}, not
 *     premultiplied; owned by this record, so callers must not change it
 */
public record PixelImage(int width, int height, int[] argb) {
    public PixelImage {
        if (width < 1 || height < 1 || (long) width * height != argb.length) {
            throw new IllegalArgumentException(
                    "a picture of "
                            + width
                            + "×"
                            + height
                            + " cannot have "
                            + argb.length
                            + " pixels");
        }
    }
}
