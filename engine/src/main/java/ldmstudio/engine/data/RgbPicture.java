package ldmstudio.engine.data;

import ldmstudio.engine.data.Resampler.Region;

/**
 * Opaque pixels as a PNG has them.
 *
 * @param lines each of a byte that means nothing, and then red, green, blue of its pixels
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RgbPicture(int width, int height, byte[] lines) implements Scalable {
    private static final int CHANNELS = 3;

    private int start(int y) {
        return y * (1 + 3 * width) + 1;
    }

    @Override
    public PixelImage picture() {
        int[] argb = new int[width * height];
        for (int y = 0, i = 0; y < height; y++) {
            int in = start(y);
            for (int x = 0; x < width; x++, i++, in += 3) {
                argb[i] =
                        0xFF000000
                                | (lines[in] & 255) << 16
                                | (lines[in + 1] & 255) << 8
                                | (lines[in + 2] & 255);
            }
        }
        return new PixelImage(width, height, argb);
    }

    @Override
    public PixelImage scaled(Region region, int outWidth, int outHeight) {
        boolean same = region.width() == outWidth && region.height() == outHeight;
        boolean tiny = region.width() >= 6 * outWidth || region.height() >= 6 * outHeight;
        if (same || tiny) {
            return Resampler.scale(picture(), region, outWidth, outHeight);
        }
        Kernel across =
                Kernel.lanczos(region.width(), region.width(), outWidth).shifted(region.x());
        Kernel down =
                Kernel.lanczos(region.height(), region.height(), outHeight).shifted(region.y());
        int[][][] planes = PlaneScaler.turned(this::read, width, CHANNELS, across, down);
        return PlaneScaler.packed(planes[0], planes[1], planes[2], outHeight);
    }

    private void read(int y, int[] to) {
        int in = start(y);
        for (int i = 0; i < to.length; i++) {
            to[i] = lines[in + i] & 255;
        }
    }
}
