package ldmstudio.app.control;

import java.io.ByteArrayInputStream;
import java.util.Base64;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import ldmstudio.engine.data.PixelImage;

/** From the engine's pictures to the window's. Safe to call away from the window's thread. */
public final class Pictures {
    private Pictures() {}

    /** The same pixels as an image of the window. */
    public static Image image(PixelImage picture) {
        WritableImage image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        picture.width(),
                        picture.height(),
                        PixelFormat.getIntArgbInstance(),
                        picture.argb(),
                        0,
                        picture.width());
        return image;
    }

    /** A PNG as it comes over the worker's channel. */
    public static Image fromBase64(String png) {
        return new Image(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
    }

    /**
     * A picture whose longer side is at most {@code side}: every pixel is the mean of the pixels
     * that it covers, so that thumbnails of large photographs do not sparkle.
     */
    public static PixelImage thumbnail(PixelImage picture, int side) {
        int longer = Math.max(picture.width(), picture.height());
        if (longer <= side) {
            return picture;
        }
        int width = Math.max(1, Math.round((float) picture.width() * side / longer));
        int height = Math.max(1, Math.round((float) picture.height() * side / longer));
        int[] out = new int[width * height];
        for (int y = 0; y < height; y++) {
            int y0 = y * picture.height() / height;
            int y1 = Math.max(y0 + 1, (y + 1) * picture.height() / height);
            for (int x = 0; x < width; x++) {
                int x0 = x * picture.width() / width;
                int x1 = Math.max(x0 + 1, (x + 1) * picture.width() / width);
                out[y * width + x] = mean(picture, x0, x1, y0, y1);
            }
        }
        return new PixelImage(width, height, out);
    }

    private static int mean(PixelImage picture, int x0, int x1, int y0, int y1) {
        long a = 0;
        long r = 0;
        long g = 0;
        long b = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                int pixel = picture.pixel(x, y);
                a += pixel >>> 24;
                r += pixel >> 16 & 0xFF;
                g += pixel >> 8 & 0xFF;
                b += pixel & 0xFF;
            }
        }
        long n = (long) (x1 - x0) * (y1 - y0);
        return (int) (a / n << 24 | r / n << 16 | g / n << 8 | b / n);
    }
}
