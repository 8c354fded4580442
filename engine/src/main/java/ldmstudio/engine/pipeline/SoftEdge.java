package ldmstudio.engine.pipeline;

import ldmstudio.engine.data.PixelImage;

/** A seam that nobody sees: the new part takes over gradually, and only inside itself. */
final class SoftEdge {
    private SoftEdge() {}

    /**
     * How much of the new picture each pixel takes: 0 outside the mask, rising to the mask's own
     * level within {@code radius} pixels of its edge; a mask that fades out by itself is taken as
     * it is.
     */
    static float[] inside(Planes mask, int radius) {
        int width = mask.width();
        int height = mask.height();
        float[] share = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float level = mask.values()[y * width + x];
                if (level > 0) {
                    share[y * width + x] =
                            Math.min(level, distance(mask, x, y, radius) / (radius + 1f));
                }
            }
        }
        return share;
    }

    /** Distance to what is known, in whole pixels of a square ring, at most radius + 1. */
    private static int distance(Planes mask, int x, int y, int radius) {
        for (int ring = 1; ring <= radius; ring++) {
            for (int d = -ring; d <= ring; d++) {
                if (known(mask, x + d, y - ring)
                        || known(mask, x + d, y + ring)
                        || known(mask, x - ring, y + d)
                        || known(mask, x + ring, y + d)) {
                    return ring;
                }
            }
        }
        return radius + 1;
    }

    private static boolean known(Planes mask, int x, int y) {
        return x >= 0
                && y >= 0
                && x < mask.width()
                && y < mask.height()
                && mask.values()[y * mask.width() + x] <= 0;
    }

    /** Each pixel on its way from the old to the new colour. */
    static PixelImage blend(PixelImage old, PixelImage drawn, float[] share) {
        int[] argb = new int[share.length];
        for (int i = 0; i < argb.length; i++) {
            int mixed = 0xFF000000;
            for (int shift = 0; shift <= 16; shift += 8) {
                int from = old.argb()[i] >> shift & 255;
                int to = drawn.argb()[i] >> shift & 255;
                mixed |= Math.round(from + (to - from) * share[i]) << shift;
            }
            argb[i] = mixed;
        }
        return new PixelImage(old.width(), old.height(), argb);
    }
}
