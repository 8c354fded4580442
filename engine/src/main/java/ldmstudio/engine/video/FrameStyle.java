package ldmstudio.engine.video;

import ldmstudio.engine.config.VideoConfig;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.CaptionBar;

/** Turns a drawn frame into a shown one: enlarged by a whole factor, with its caption, even. */
final class FrameStyle {
    /** Without a wish, small pictures grow until their short side has this many pixels. */
    private static final int COMFORTABLE = 256;

    private final int factor;
    private final CaptionBar bar;
    private final boolean even;

    /**
     * @param lines of the captions; 0: none
     * @param even whether both sides must be divisible by two, as colours at half the resolution
     *     need it
     */
    FrameStyle(VideoConfig config, int width, int height, int lines, boolean even) {
        factor = factor(config, width, height);
        bar = new CaptionBar(width * factor, lines);
        this.even = even;
    }

    static int factor(VideoConfig config, int width, int height) {
        int shortSide = Math.min(width, height);
        return config.scale() > 0
                ? config.scale()
                : Math.min(16, Math.max(1, (COMFORTABLE + shortSide - 1) / shortSide));
    }

    PixelImage apply(PixelImage drawn, String caption) {
        PixelImage shown = bar.below(enlarged(drawn), caption);
        int width = even ? shown.width() + shown.width() % 2 : shown.width();
        int height = even ? shown.height() + shown.height() % 2 : shown.height();
        return width == shown.width() && height == shown.height()
                ? shown
                : padded(shown, width, height);
    }

    private PixelImage enlarged(PixelImage drawn) {
        if (factor == 1) {
            return drawn;
        }
        int width = Math.multiplyExact(drawn.width(), factor);
        int height = Math.multiplyExact(drawn.height(), factor);
        int[] argb = new int[Math.multiplyExact(width, height)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                argb[y * width + x] = drawn.pixel(x / factor, y / factor);
            }
        }
        return new PixelImage(width, height, argb);
    }

    /** Repeats the last column or row, which no eye sees. */
    private static PixelImage padded(PixelImage picture, int width, int height) {
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                argb[y * width + x] =
                        picture.pixel(
                                Math.min(x, picture.width() - 1),
                                Math.min(y, picture.height() - 1));
            }
        }
        return new PixelImage(width, height, argb);
    }
}
