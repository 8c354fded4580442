package ldmstudio.app.screen.compare;

import java.util.Locale;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two pictures of one size, in levels of 255 a colour.
 *
 * @param image |A − B| times the gain; null when the sizes differ
 * @param max largest difference of a colour of a pixel
 * @param maxX where it is
 * @param maxY where it is
 * @param mean over all pixels and colours
 * @param share of the pixels that differ at all
 * @param problem why there is nothing to see; empty: there is
 */
record PictureDifference(
        @Nullable Image image,
        int max,
        int maxX,
        int maxY,
        double mean,
        double share,
        String problem) {
    /** Levels that are told from black on most screens. */
    private static final int VISIBLE = 24;

    static PictureDifference of(Image a, Image b, double gain) {
        int width = (int) a.getWidth();
        int height = (int) a.getHeight();
        if (width != (int) b.getWidth() || height != (int) b.getHeight()) {
            return new PictureDifference(
                    null,
                    0,
                    0,
                    0,
                    0,
                    0,
                    String.format(
                            Locale.ROOT,
                            "A is %d × %d pixels, B is %d × %d: only pictures of one size can be"
                                    + " subtracted. The slider and blinking work with any two.",
                            width,
                            height,
                            (int) b.getWidth(),
                            (int) b.getHeight()));
        }
        int[] first = pixels(a, width, height);
        int[] second = pixels(b, width, height);
        int[] out = new int[first.length];
        int max = 0;
        int at = 0;
        long sum = 0;
        int differing = 0;
        for (int i = 0; i < out.length; i++) {
            int argb = 0xFF000000;
            int largest = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                int apart = Math.abs((first[i] >> shift & 255) - (second[i] >> shift & 255));
                sum += apart;
                largest = Math.max(largest, apart);
                argb |= (int) Math.min(255, Math.round(apart * gain)) << shift;
            }
            differing += largest > 0 ? 1 : 0;
            if (largest > max) {
                max = largest;
                at = i;
            }
            out[i] = argb;
        }
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter()
                .setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), out, 0, width);
        return new PictureDifference(
                image,
                max,
                at % width,
                at / width,
                sum / (3.0 * out.length),
                (double) differing / out.length,
                "");
    }

    private String unseen(double gain) {
        int enough = (int) Math.min(LookBar.MOST_GAIN, Math.floor(255.0 / max));
        return max * gain < VISIBLE && gain < enough
                ? ", too little to be seen here: Times " + enough + " shows it"
                : "";
    }

    private static int[] pixels(Image image, int width, int height) {
        int[] argb = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return argb;
    }

    /**
     * The numbers with what they mean.
     *
     * @param gain that the image was made with
     */
    String words(double gain) {
        if (!problem.isEmpty()) {
            return problem;
        }
        if (max == 0) {
            return "The two pictures are equal in every pixel.";
        }
        return String.format(
                Locale.ROOT,
                "Largest difference %d of 255 (at x %d, y %d)  ·  mean %.2f of 255 over all pixels"
                        + " and colours  ·  %.1f %% of the pixels differ%s",
                max,
                maxX,
                maxY,
                mean,
                share * 100,
                unseen(gain));
    }
}
