package ldmstudio.engine.pipeline;

import ldmstudio.engine.data.PixelImage;

/**
 * Numbers of one picture in planes.
 *
 * @param values {@code (C, H, W)} in row-major order
 */
public record Planes(float[] values, int channels, int height, int width) {
    /** A mask of a picture's light part: 1 where its mean colour is lighter than middle grey. */
    public static Planes whiteOf(PixelImage picture) {
        int[] argb = picture.argb();
        float[] white = new float[argb.length];
        for (int i = 0; i < white.length; i++) {
            int sum = (argb[i] >> 16 & 255) + (argb[i] >> 8 & 255) + (argb[i] & 255);
            white[i] = sum > 3 * 127 ? 1 : 0;
        }
        return new Planes(white, 1, picture.height(), picture.width());
    }

    public Planes {
        if ((long) channels * height * width != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + channels + "x" + height + "x" + width);
        }
    }
}
