package ldmstudio.engine.data;

import ldmstudio.engine.data.Resampler.Region;

/** Opaque pixels as a decoder leaves them: red, green, blue, one byte each. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RgbPicture(int width, int height, byte[] rgb) implements Scalable {
    @Override
    public PixelImage picture() {
        int[] argb = new int[width * height];
        for (int i = 0, in = 0; i < argb.length; i++, in += 3) {
            argb[i] =
                    0xFF000000
                            | (rgb[in] & 255) << 16
                            | (rgb[in + 1] & 255) << 8
                            | (rgb[in + 2] & 255);
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
        int[][][] planes = new int[3][][];
        for (int c = 0; c < planes.length; c++) {
            int channel = c;
            PlaneScaler.Lines lines = (y, to) -> channel(y, channel, to);
            planes[c] = PlaneScaler.turned(lines, width, across, down);
        }
        return PlaneScaler.packed(planes[0], planes[1], planes[2], outHeight);
    }

    private void channel(int y, int channel, int[] to) {
        int in = y * width * 3 + channel;
        for (int x = 0; x < to.length; x++, in += 3) {
            to[x] = rgb[in] & 255;
        }
    }
}
