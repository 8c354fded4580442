package ldmstudio.engine.pipeline;

import ldmstudio.engine.data.PixelImage;

/**
 * Numbers of one picture in planes.
 *
 * @param values {@code (C, H, W)} in row-major order
 */
public record Planes(float[] values, int channels, int height, int width) {
    /** Grey levels of a JPEG that are meant to be black. */
    private static final float DARK = 0.06f;

    /**
     * A mask of a picture's light part: how light its mean colour is, from 0 to 1; what is nearly
     * black is 0, what is nearly white 1.
     */
    public static Planes lightOf(PixelImage picture) {
        int[] argb = picture.argb();
        float[] light = new float[argb.length];
        for (int i = 0; i < light.length; i++) {
            int sum = (argb[i] >> 16 & 255) + (argb[i] >> 8 & 255) + (argb[i] & 255);
            float level = sum / (3 * 255f);
            light[i] = level <= DARK ? 0 : level >= 1 - DARK ? 1 : level;
        }
        return new Planes(light, 1, picture.height(), picture.width());
    }

    public Planes {
        if ((long) channels * height * width != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + channels + "x" + height + "x" + width);
        }
    }
}
