package ldmstudio.engine.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.run.GridImage;

/** Pictures of one state side by side, the latent channels before them as grey tiles. */
final class FilmStrip {
    private static final int GAP = 2;

    /** Scaled latents of both x_t and x̂_0 lie within three standard deviations almost always. */
    private static final float LIMIT = 3;

    private FilmStrip() {}

    /**
     * Channels as tiles of a block that is about as high as a picture, enlarged by a whole factor.
     *
     * @param latents {@code (C, h, w)}; −3 is black, 3 is white
     */
    static PixelImage channels(Planes latents, int pictureHeight) {
        int down = (int) Math.ceil(Math.sqrt(latents.channels()));
        int factor = Math.max(1, Math.round((float) pictureHeight / (down * latents.height())));
        int plane = latents.height() * latents.width();
        List<PixelImage> tiles = new ArrayList<>();
        for (int c = 0; c < latents.channels(); c++) {
            float[] grey = Arrays.copyOfRange(latents.values(), c * plane, (c + 1) * plane);
            for (int i = 0; i < grey.length; i++) {
                grey[i] /= LIMIT;
            }
            tiles.add(
                    enlarged(
                            PixelPlanes.toImage(grey, 0, 1, latents.height(), latents.width()),
                            factor));
        }
        return GridImage.of(tiles, (latents.channels() + down - 1) / down, GAP);
    }

    /**
     * Latents in colours, enlarged by a whole factor until they are about as high as a picture.
     *
     * @param axes that more than three channels are mixed by
     */
    static PixelImage colours(Planes latents, LatentAxes axes, int pictureHeight) {
        int factor = Math.max(1, Math.round((float) pictureHeight / latents.height()));
        return enlarged(LatentColors.of(latents, axes), factor);
    }

    /** Pictures in a row, in the middle of the highest. */
    static PixelImage row(PixelImage... pictures) {
        int width = GAP * (pictures.length - 1);
        int height = 1;
        for (PixelImage picture : pictures) {
            width += picture.width();
            height = Math.max(height, picture.height());
        }
        int[] argb = new int[width * height];
        Arrays.fill(argb, 0xff808080);
        int left = 0;
        for (PixelImage picture : pictures) {
            int top = (height - picture.height()) / 2;
            for (int y = 0; y < picture.height(); y++) {
                System.arraycopy(
                        picture.argb(),
                        y * picture.width(),
                        argb,
                        (top + y) * width + left,
                        picture.width());
            }
            left += picture.width() + GAP;
        }
        return new PixelImage(width, height, argb);
    }

    private static PixelImage enlarged(PixelImage picture, int factor) {
        int width = picture.width() * factor;
        int height = picture.height() * factor;
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                argb[y * width + x] = picture.pixel(x / factor, y / factor);
            }
        }
        return new PixelImage(width, height, argb);
    }
}
