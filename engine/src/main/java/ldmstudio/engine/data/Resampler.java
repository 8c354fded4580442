package ldmstudio.engine.data;

/**
 * Scales pictures with the Lanczos-3 {@link Kernel}.
 *
 * <p>Where a picture shrinks by 6 or more, whole blocks are averaged first down to at least three
 * times the wanted size, which costs a tenth and looks the same. Works on the stored sRGB values,
 * as other training programs do.
 */
final class Resampler {
    private static final int CHANNELS = 3;

    private Resampler() {}

    /** The part of a picture to scale, in pixels. */
    record Region(int x, int y, int width, int height) {
        static Region all(Scalable picture) {
            return new Region(0, 0, picture.width(), picture.height());
        }
    }

    /** A picture of pixels as something to scale. */
    static Scalable scalable(PixelImage picture) {
        return new Scalable() {
            @Override
            public int width() {
                return picture.width();
            }

            @Override
            public int height() {
                return picture.height();
            }

            @Override
            public PixelImage scaled(Region region, int width, int height) {
                return scale(picture, region, width, height);
            }

            @Override
            public PixelImage picture() {
                return picture;
            }
        };
    }

    /** Scales {@code region} of an opaque picture to {@code width * height} pixels. */
    static PixelImage scale(PixelImage source, Region region, int width, int height) {
        if (region.width() == width && region.height() == height) {
            return copy(source, region);
        }
        int blockX = Math.max(1, region.width() / (3 * width));
        int blockY = Math.max(1, region.height() / (3 * height));
        int columns = (region.width() + blockX - 1) / blockX;
        int rows = (region.height() + blockY - 1) / blockY;
        // The blocks that do not fill up at the right and bottom edge are smaller; positions are
        // counted in block widths so that nothing shifts.
        Kernel across = Kernel.lanczos(region.width() / (double) blockX, columns, width);
        Kernel down = Kernel.lanczos(region.height() / (double) blockY, rows, height);
        int[][] averaged =
                blockX > 1 || blockY > 1 ? averaged(source, region, blockX, blockY) : new int[0][];
        int[][][] scaled = new int[CHANNELS][][];
        for (int c = 0; c < CHANNELS; c++) {
            PlaneScaler.Lines lines =
                    averaged.length == 0
                            ? channel(source, region, 16 - 8 * c)
                            : plane(averaged[c], columns);
            scaled[c] = PlaneScaler.turned(lines, columns, across, down);
        }
        return PlaneScaler.packed(scaled[0], scaled[1], scaled[2], height);
    }

    private static PlaneScaler.Lines channel(PixelImage source, Region region, int shift) {
        int[] argb = source.argb();
        return (y, to) -> {
            int in = (region.y() + y) * source.width() + region.x();
            for (int x = 0; x < to.length; x++) {
                to[x] = argb[in + x] >> shift & 255;
            }
        };
    }

    private static PlaneScaler.Lines plane(int[] values, int width) {
        return (y, to) -> System.arraycopy(values, y * width, to, 0, width);
    }

    private static PixelImage copy(PixelImage source, Region region) {
        int[] argb = new int[region.width() * region.height()];
        for (int y = 0; y < region.height(); y++) {
            System.arraycopy(
                    source.argb(),
                    (region.y() + y) * source.width() + region.x(),
                    argb,
                    y * region.width(),
                    region.width());
        }
        return new PixelImage(region.width(), region.height(), argb);
    }

    private static int[][] averaged(PixelImage source, Region region, int blockX, int blockY) {
        int width = (region.width() + blockX - 1) / blockX;
        int height = (region.height() + blockY - 1) / blockY;
        int[][] planes = new int[CHANNELS][width * height];
        int out = 0;
        for (int y = 0; y < height; y++) {
            int rows = Math.min(blockY, region.height() - y * blockY);
            for (int x = 0; x < width; x++, out++) {
                int columns = Math.min(blockX, region.width() - x * blockX);
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int dy = 0; dy < rows; dy++) {
                    int at =
                            (region.y() + y * blockY + dy) * source.width()
                                    + region.x()
                                    + x * blockX;
                    for (int dx = 0; dx < columns; dx++) {
                        int argb = source.argb()[at + dx];
                        red += argb >> 16 & 255;
                        green += argb >> 8 & 255;
                        blue += argb & 255;
                    }
                }
                int pixels = rows * columns;
                planes[0][out] = (2 * red + pixels) / (2 * pixels);
                planes[1][out] = (2 * green + pixels) / (2 * pixels);
                planes[2][out] = (2 * blue + pixels) / (2 * pixels);
            }
        }
        return planes;
    }
}
