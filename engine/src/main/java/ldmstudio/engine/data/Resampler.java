package ldmstudio.engine.data;

/**
 * Scales pictures with the Lanczos-3 kernel, widened by the scale when shrinking so that nothing
 * aliases.
 *
 * <p>Formula: out(x) = Σ w((i + ½ − c)/s) in(i) / Σ w, with c = (x + ½)·scale, s = max(scale, 1),
 * w(t) = sinc(t) sinc(t/3) for |t| &lt; 3; rows first, then columns. Where a picture shrinks by 6
 * or more, whole blocks are averaged first down to at least three times the wanted size, which
 * costs a tenth and looks the same. Works on the stored sRGB values, as other training programs do.
 *
 * <p>Source: C. Duchon, "Lanczos filtering in one and two dimensions" (1979).
 */
final class Resampler {
    private static final double SUPPORT = 3;
    private static final int CHANNELS = 3;

    private Resampler() {}

    /** The part of a picture to scale, in pixels. */
    record Region(int x, int y, int width, int height) {}

    /** Scales {@code region} of an opaque picture to {@code width * height} pixels. */
    static PixelImage scale(PixelImage source, Region region, int width, int height) {
        if (region.width() == width && region.height() == height) {
            return copy(source, region);
        }
        int blockX = Math.max(1, region.width() / (3 * width));
        int blockY = Math.max(1, region.height() / (3 * height));
        Planes planes =
                blockX > 1 || blockY > 1
                        ? averaged(source, region, blockX, blockY)
                        : unpacked(source, region);
        // The blocks that do not fill up at the right and bottom edge are smaller; positions are
        // counted in block widths so that nothing shifts.
        Kernel across = new Kernel(region.width() / (double) blockX, planes.width, width);
        Kernel down = new Kernel(region.height() / (double) blockY, planes.height, height);
        return packed(scaledDown(scaledAcross(planes, across), down));
    }

    /** Red, green and blue interleaved, row by row. */
    private static final class Planes {
        final int width;
        final int height;
        final float[] values;

        Planes(int width, int height) {
            this.width = width;
            this.height = height;
            this.values = new float[width * height * CHANNELS];
        }
    }

    /** For every target pixel the first source pixel and the weights from there on. */
    private static final class Kernel {
        final int[] first;
        final float[][] weights;

        Kernel(double sourceExtent, int sourcePixels, int targetPixels) {
            first = new int[targetPixels];
            weights = new float[targetPixels][];
            double scale = sourceExtent / targetPixels;
            double widening = Math.max(scale, 1);
            for (int x = 0; x < targetPixels; x++) {
                double centre = (x + 0.5) * scale;
                int from = (int) Math.max(0, Math.floor(centre - SUPPORT * widening));
                int to = (int) Math.min(sourcePixels, Math.ceil(centre + SUPPORT * widening));
                double[] raw = new double[to - from];
                double sum = 0;
                for (int i = from; i < to; i++) {
                    raw[i - from] = lanczos((i + 0.5 - centre) / widening);
                    sum += raw[i - from];
                }
                first[x] = from;
                weights[x] = new float[raw.length];
                for (int i = 0; i < raw.length; i++) {
                    weights[x][i] = (float) (raw[i] / sum);
                }
            }
        }

        private static double lanczos(double t) {
            if (Math.abs(t) >= SUPPORT) {
                return 0;
            }
            return sinc(t) * sinc(t / SUPPORT);
        }

        private static double sinc(double t) {
            double angle = StrictMath.PI * t;
            return Math.abs(t) < 1e-9 ? 1 : StrictMath.sin(angle) / angle;
        }
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

    private static Planes unpacked(PixelImage source, Region region) {
        Planes planes = new Planes(region.width(), region.height());
        int out = 0;
        for (int y = 0; y < region.height(); y++) {
            int row = (region.y() + y) * source.width() + region.x();
            for (int x = 0; x < region.width(); x++) {
                int argb = source.argb()[row + x];
                planes.values[out++] = argb >> 16 & 255;
                planes.values[out++] = argb >> 8 & 255;
                planes.values[out++] = argb & 255;
            }
        }
        return planes;
    }

    private static Planes averaged(PixelImage source, Region region, int blockX, int blockY) {
        int width = (region.width() + blockX - 1) / blockX;
        int height = (region.height() + blockY - 1) / blockY;
        Planes planes = new Planes(width, height);
        int out = 0;
        for (int y = 0; y < height; y++) {
            int rows = Math.min(blockY, region.height() - y * blockY);
            for (int x = 0; x < width; x++) {
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
                float share = 1f / (rows * columns);
                planes.values[out++] = red * share;
                planes.values[out++] = green * share;
                planes.values[out++] = blue * share;
            }
        }
        return planes;
    }

    private static Planes scaledAcross(Planes source, Kernel kernel) {
        Planes target = new Planes(kernel.first.length, source.height);
        int out = 0;
        for (int y = 0; y < source.height; y++) {
            for (int x = 0; x < target.width; x++) {
                int in = (y * source.width + kernel.first[x]) * CHANNELS;
                float red = 0;
                float green = 0;
                float blue = 0;
                for (float weight : kernel.weights[x]) {
                    red += weight * source.values[in++];
                    green += weight * source.values[in++];
                    blue += weight * source.values[in++];
                }
                target.values[out++] = red;
                target.values[out++] = green;
                target.values[out++] = blue;
            }
        }
        return target;
    }

    private static Planes scaledDown(Planes source, Kernel kernel) {
        Planes target = new Planes(source.width, kernel.first.length);
        int row = source.width * CHANNELS;
        for (int y = 0; y < target.height; y++) {
            float[] weights = kernel.weights[y];
            for (int i = 0; i < weights.length; i++) {
                int in = (kernel.first[y] + i) * row;
                int out = y * row;
                for (int c = 0; c < row; c++) {
                    target.values[out + c] += weights[i] * source.values[in + c];
                }
            }
        }
        return target;
    }

    private static PixelImage packed(Planes planes) {
        int[] argb = new int[planes.width * planes.height];
        int in = 0;
        for (int i = 0; i < argb.length; i++) {
            int red = rounded(planes.values[in++]);
            int green = rounded(planes.values[in++]);
            int blue = rounded(planes.values[in++]);
            argb[i] = 0xFF000000 | red << 16 | green << 8 | blue;
        }
        return new PixelImage(planes.width, planes.height, argb);
    }

    private static int rounded(float value) {
        return Math.max(0, Math.min(255, Math.round(value)));
    }
}
