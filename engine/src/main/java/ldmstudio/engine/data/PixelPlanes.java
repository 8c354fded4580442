package ldmstudio.engine.data;

import java.util.List;

/** Between a network's numbers, {@code (C, H, W)} in [-1, 1], and a picture for people. */
public final class PixelPlanes {
    private PixelPlanes() {}

    /**
     * The picture of one entry of a batch; numbers outside [-1, 1] are clipped.
     *
     * @param planes a batch {@code (B, C, H, W)} with one or three channels
     * @param index which entry
     */
    public static PixelImage toImage(
            float[] planes, int index, int channels, int height, int width) {
        int size = height * width;
        int offset = index * channels * size;
        int[] argb = new int[size];
        for (int i = 0; i < size; i++) {
            int red = level(planes[offset + i]);
            int green = channels == 1 ? red : level(planes[offset + size + i]);
            int blue = channels == 1 ? red : level(planes[offset + 2 * size + i]);
            argb[i] = 0xFF000000 | red << 16 | green << 8 | blue;
        }
        return new PixelImage(width, height, argb);
    }

    private static int level(float value) {
        return Math.round(Math.max(0, Math.min(255, (value + 1) * 127.5f)));
    }

    /** The numbers of pictures of one size, {@code (B, C, H, W)}; one channel takes the red. */
    public static float[] toPlanes(List<PixelImage> pictures, int channels) {
        int size = pictures.get(0).argb().length;
        float[] planes = new float[pictures.size() * channels * size];
        for (int p = 0; p < pictures.size(); p++) {
            int[] argb = pictures.get(p).argb();
            for (int c = 0; c < channels; c++) {
                int shift = 16 - 8 * c;
                int offset = (p * channels + c) * size;
                for (int i = 0; i < size; i++) {
                    planes[offset + i] = (argb[i] >> shift & 255) / 127.5f - 1;
                }
            }
        }
        return planes;
    }
}
