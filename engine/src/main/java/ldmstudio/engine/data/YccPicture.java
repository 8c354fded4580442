package ldmstudio.engine.data;

import ldmstudio.engine.data.Resampler.Region;

/**
 * A JPEG as its decoder leaves it: brightness Y in full size, the colour differences Cb and Cr
 * often with half the columns and half the rows; or Y alone.
 *
 * <p>It is scaled before it is turned into red, green and blue: both are sums, so the order does
 * not matter but for rounding, and two of three planes are a quarter of the work. Colours and the
 * doubling of Cb and Cr are libjpeg's.
 *
 * <p>Source: ECMA TR/98 (JFIF 1.02): R = Y + 1.402 Cr, G = Y − 0.344136 Cb − 0.714136 Cr, B = Y +
 * 1.772 Cb, with Cb and Cr around 128.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record YccPicture(
        int width,
        int height,
        byte[] luma,
        byte[] blueness,
        byte[] redness,
        boolean halfColumns,
        boolean halfRows)
        implements Scalable {

    private static final int BITS = 16;
    private static final int HALF = 1 << BITS - 1;
    private static final int CR_TO_RED = 91881;
    private static final int CB_TO_BLUE = 116130;
    private static final int CB_TO_GREEN = 22554;
    private static final int CR_TO_GREEN = 46802;

    private boolean grey() {
        return blueness.length == 0;
    }

    private int chromaWidth() {
        return halfColumns ? (width + 1) / 2 : width;
    }

    private int chromaHeight() {
        return halfRows ? (height + 1) / 2 : height;
    }

    @Override
    public PixelImage picture() {
        return scaled(Region.all(this), width, height);
    }

    @Override
    public PixelImage scaled(Region region, int outWidth, int outHeight) {
        Kernel across =
                Kernel.lanczos(region.width(), region.width(), outWidth).shifted(region.x());
        Kernel down =
                Kernel.lanczos(region.height(), region.height(), outHeight).shifted(region.y());
        int[][] y = PlaneScaler.turned(lines(luma, width), width, across, down);
        if (grey()) {
            return PlaneScaler.packed(y, y, y, outHeight);
        }
        int chromaWidth = chromaWidth();
        Kernel chromaAcross = halfColumns ? across.ofHalved(chromaWidth) : across;
        Kernel chromaDown = halfRows ? down.ofHalved(chromaHeight()) : down;
        int[][] cb =
                PlaneScaler.turned(
                        lines(blueness, chromaWidth), chromaWidth, chromaAcross, chromaDown);
        int[][] cr =
                PlaneScaler.turned(
                        lines(redness, chromaWidth), chromaWidth, chromaAcross, chromaDown);
        for (int x = 0; x < outWidth; x++) {
            colour(y[x], cb[x], cr[x]);
        }
        return PlaneScaler.packed(cr, y, cb, outHeight);
    }

    /** Y, Cb, Cr become green, blue, red. */
    private static void colour(int[] y, int[] cb, int[] cr) {
        for (int i = 0; i < y.length; i++) {
            int light = y[i];
            int b = cb[i] - 128;
            int r = cr[i] - 128;
            cb[i] = light + (CB_TO_BLUE * b + HALF >> BITS);
            cr[i] = light + (CR_TO_RED * r + HALF >> BITS);
            y[i] = light + (HALF - CB_TO_GREEN * b - CR_TO_GREEN * r >> BITS);
        }
    }

    private static PlaneScaler.Lines lines(byte[] levels, int width) {
        return (y, to) -> {
            int in = y * width;
            for (int x = 0; x < to.length; x++) {
                to[x] = levels[in + x] & 255;
            }
        };
    }
}
