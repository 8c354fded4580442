package ldmstudio.app.screen.compare;

import java.util.Arrays;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;

/**
 * A part of a picture with its pixels as squares. Painted by itself, since the toolkit's software
 * rendering blurs what it enlarges.
 */
public final class MagnifiedPixels extends ImageView {
    private @Nullable Image source;
    private int[] pixels = new int[0];

    public MagnifiedPixels() {
        setMouseTransparent(true);
        setManaged(false);
    }

    /**
     * Paints what is seen.
     *
     * @param scale screen pixels a picture's pixel
     * @param x where the picture's left edge is
     * @param y where its upper edge is
     */
    public void show(Image image, int width, int height, double scale, double x, double y) {
        if (width < 1 || height < 1) {
            return;
        }
        int across = (int) image.getWidth();
        int down = (int) image.getHeight();
        if (image != source) {
            source = image;
            pixels = new int[across * down];
            image.getPixelReader()
                    .getPixels(
                            0,
                            0,
                            across,
                            down,
                            PixelFormat.getIntArgbInstance(),
                            pixels,
                            0,
                            across);
        }
        int[] columns = new int[width];
        for (int i = 0; i < width; i++) {
            columns[i] = place(i, x, scale, across);
        }
        int[] painted = new int[width * height];
        int before = -2;
        for (int row = 0; row < height; row++) {
            int from = place(row, y, scale, down);
            if (from == before) {
                System.arraycopy(painted, (row - 1) * width, painted, row * width, width);
            } else if (from >= 0) {
                for (int i = 0; i < width; i++) {
                    painted[row * width + i] =
                            columns[i] < 0 ? 0 : pixels[from * across + columns[i]];
                }
            } else {
                Arrays.fill(painted, row * width, (row + 1) * width, 0);
            }
            before = from;
        }
        WritableImage target =
                getImage() instanceof WritableImage kept
                                && (int) kept.getWidth() == width
                                && (int) kept.getHeight() == height
                        ? kept
                        : new WritableImage(width, height);
        target.getPixelWriter()
                .setPixels(
                        0, 0, width, height, PixelFormat.getIntArgbInstance(), painted, 0, width);
        setImage(target);
    }

    /** The picture's pixel at a screen pixel; -1 beside it. */
    private static int place(int at, double offset, double scale, int size) {
        int place = (int) Math.floor((at + 0.5 - offset) / scale);
        return place < 0 || place >= size ? -1 : place;
    }
}
