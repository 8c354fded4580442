package ldmstudio.app.screen.playground.begin;

import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import ldmstudio.engine.data.PixelImage;

/** A mask as a coloured veil over its picture, with the feather that it is drawn with. */
final class MaskVeil {
    /** Okabe and Ito's vermilion: seen on every picture and by every eye. */
    static final Color PAINT = Color.web("#d55e00");

    private static final double COVER = 0.6;
    private static final int[] COLOURS = colours();

    private final MaskLevels mask;
    private final WritableImage image;
    private final int[] argb;
    private int revision = -1;
    private int feathered = -1;

    MaskVeil(MaskLevels mask) {
        this.mask = mask;
        image = new WritableImage(mask.width(), mask.height());
        argb = new int[mask.width() * mask.height()];
    }

    /** The colour of each level; its opacity is the level's share. */
    private static int[] colours() {
        int paint =
                (int) Math.round(PAINT.getRed() * 255) << 16
                        | (int) Math.round(PAINT.getGreen() * 255) << 8
                        | (int) Math.round(PAINT.getBlue() * 255);
        int[] colours = new int[256];
        for (int level = 0; level < colours.length; level++) {
            colours[level] = (int) Math.round(level * COVER) << 24 | paint;
        }
        return colours;
    }

    /**
     * The veil as the mask is now.
     *
     * @param feather pixels over which the edges run out; 0 while a stroke is painted, for speed
     */
    WritableImage image(int feather) {
        if (revision != mask.revision() || feathered != feather) {
            paint(feather);
            revision = mask.revision();
            feathered = feather;
        }
        return image;
    }

    private void paint(int feather) {
        if (feather > 0) {
            PixelImage soft = mask.picture(feather);
            int[] grey = soft.argb();
            for (int i = 0; i < argb.length; i++) {
                argb[i] = COLOURS[grey[i] & 0xFF];
            }
        } else {
            for (int y = 0, i = 0; y < mask.height(); y++) {
                for (int x = 0; x < mask.width(); x++, i++) {
                    argb[i] = COLOURS[mask.level(x, y)];
                }
            }
        }
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        mask.width(),
                        mask.height(),
                        PixelFormat.getIntArgbInstance(),
                        argb,
                        0,
                        mask.width());
    }
}
