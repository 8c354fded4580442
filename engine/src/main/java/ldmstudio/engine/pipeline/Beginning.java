package ldmstudio.engine.pipeline;

import ldmstudio.engine.data.PixelImage;
import org.jspecify.annotations.Nullable;

/**
 * What the pictures of a plan begin from.
 *
 * @param picture whose noised latents are the start (Meng et al., SDEdit, 2021, arXiv:2108.01073);
 *     null: pure noise
 * @param strength share of the steps that are drawn anew, in (0, 1]; 1: pure noise
 * @param repaint one plane of the picture's size: 1 where it is drawn anew, 0 where it stays,
 *     between where both are mixed; null: everywhere
 * @param variation of the first noise
 * @param width in pixels; 0: the model's own
 * @param height in pixels; 0: the model's own
 */
public record Beginning(
        @Nullable PixelImage picture,
        double strength,
        @Nullable Planes repaint,
        Variation variation,
        int width,
        int height) {
    /** Pure noise at the model's own size. */
    public static final Beginning NOISE = new Beginning(null, 1, null, Variation.NONE, 0, 0);

    public Beginning {
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException(
                    "strength is " + strength + "; allowed: more than 0, at most 1");
        }
        if (repaint != null && picture == null) {
            throw new IllegalArgumentException("A mask needs the picture that it is for");
        }
        if (repaint != null && repaint.channels() != 1) {
            throw new IllegalArgumentException(
                    "A mask of what is repainted has one plane, not " + repaint.channels());
        }
    }

    /** Image-to-image: a picture of the size that is drawn. */
    public static Beginning from(PixelImage picture, double strength) {
        return new Beginning(
                picture, strength, null, Variation.NONE, picture.width(), picture.height());
    }

    /** Inpainting: only what the mask names is drawn. */
    public static Beginning inpaint(PixelImage picture, Planes repaint, double strength) {
        return new Beginning(
                picture, strength, repaint, Variation.NONE, picture.width(), picture.height());
    }

    public Beginning withVariation(Variation other) {
        return new Beginning(picture, strength, repaint, other, width, height);
    }

    /** Of another size; the picture, if there is one, must have it. */
    public Beginning withSize(int newWidth, int newHeight) {
        return new Beginning(picture, strength, repaint, variation, newWidth, newHeight);
    }
}
