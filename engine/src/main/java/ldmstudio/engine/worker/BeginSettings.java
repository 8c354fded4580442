package ldmstudio.engine.worker;

import ldmstudio.engine.run.ImageRecipe;

/**
 * What pictures begin from, as a window says it: {@code ldm sample --from --strength --mask
 * --extend --size --variation}. A field that an older window leaves out has the value of {@link
 * #NOISE}, the strength that of {@link #usualStrength}.
 *
 * @param picture file whose noised latents are the start; empty: pure noise
 * @param strength share of the steps that are drawn anew, in (0, 1]; outpainting draws its new
 *     parts wholly
 * @param mask file: only where it is light is the picture drawn anew, and grey blends; empty:
 *     everywhere
 * @param extendLeft pixels painted beyond the picture's left edge; with any margin the picture
 *     keeps its own size
 * @param width of what is drawn; 0: the model's own
 * @param height of what is drawn; 0: the model's own
 * @param variationSeed seed of the noise that the first noise is turned towards
 * @param variationAmount 0: not at all, 1: wholly
 */
public record BeginSettings(
        String picture,
        double strength,
        String mask,
        int extendLeft,
        int extendTop,
        int extendRight,
        int extendBottom,
        int width,
        int height,
        long variationSeed,
        double variationAmount) {
    /** Pure noise at the model's own size. */
    public static final BeginSettings NOISE = new BeginSettings("", 1, "", 0, 0, 0, 0, 0, 0, 0, 0);

    private static final int WIDEST_MARGIN = 8192;
    private static final int LONGEST_SIDE = 16384;

    public BeginSettings {
        SampleSettings.require(
                strength > 0 && strength <= 1, "strength", strength, "more than 0, at most 1");
        margin("extend_left", extendLeft);
        margin("extend_top", extendTop);
        margin("extend_right", extendRight);
        margin("extend_bottom", extendBottom);
        side("width", width);
        side("height", height);
        SampleSettings.require(
                variationAmount >= 0 && variationAmount <= 1,
                "variation_amount",
                variationAmount,
                "0 to 1");
        boolean margins = extendLeft + extendTop + extendRight + extendBottom > 0;
        if (picture.isBlank() && (margins || !mask.isBlank())) {
            throw new IllegalArgumentException(
                    (margins ? "extend" : "mask")
                            + " needs a picture: name the one that it is for in 'picture'");
        }
        if (margins && !mask.isBlank()) {
            throw new IllegalArgumentException(
                    "mask and extend cannot be used at once: extend the picture first, then paint"
                            + " with a mask");
        }
    }

    /** Image-to-image at the model's own size. */
    public static BeginSettings of(String picture, double strength) {
        return NOISE.withPicture(picture).withStrength(strength);
    }

    /** The strength where none is said: 0.6, and 1 where a mask says what stays. */
    public static double usualStrength(boolean masked) {
        return masked ? 1 : 0.6;
    }

    /**
     * What a picture's recipe says that it began from, so that it can be drawn again.
     *
     * @throws IllegalArgumentException when the recipe says something that is not allowed here
     */
    public static BeginSettings of(ImageRecipe recipe) {
        return RecipeBeginning.read(recipe);
    }

    /** Whether the picture is to grow beyond its edges. */
    public boolean extendsPicture() {
        return extendLeft > 0 || extendTop > 0 || extendRight > 0 || extendBottom > 0;
    }

    public BeginSettings withPicture(String file) {
        return new BeginSettings(
                file,
                strength,
                mask,
                extendLeft,
                extendTop,
                extendRight,
                extendBottom,
                width,
                height,
                variationSeed,
                variationAmount);
    }

    public BeginSettings withStrength(double share) {
        return new BeginSettings(
                picture,
                share,
                mask,
                extendLeft,
                extendTop,
                extendRight,
                extendBottom,
                width,
                height,
                variationSeed,
                variationAmount);
    }

    public BeginSettings withMask(String file) {
        return new BeginSettings(
                picture,
                strength,
                file,
                extendLeft,
                extendTop,
                extendRight,
                extendBottom,
                width,
                height,
                variationSeed,
                variationAmount);
    }

    public BeginSettings withMargins(int left, int top, int right, int bottom) {
        return new BeginSettings(
                picture,
                strength,
                mask,
                left,
                top,
                right,
                bottom,
                width,
                height,
                variationSeed,
                variationAmount);
    }

    public BeginSettings withSize(int newWidth, int newHeight) {
        return new BeginSettings(
                picture,
                strength,
                mask,
                extendLeft,
                extendTop,
                extendRight,
                extendBottom,
                newWidth,
                newHeight,
                variationSeed,
                variationAmount);
    }

    public BeginSettings withVariation(long seed, double amount) {
        return new BeginSettings(
                picture,
                strength,
                mask,
                extendLeft,
                extendTop,
                extendRight,
                extendBottom,
                width,
                height,
                seed,
                amount);
    }

    private static void margin(String field, int pixels) {
        SampleSettings.require(
                pixels >= 0 && pixels <= WIDEST_MARGIN,
                field,
                pixels,
                "0 to " + WIDEST_MARGIN + " pixels");
    }

    private static void side(String field, int pixels) {
        SampleSettings.require(
                pixels >= 0 && pixels <= LONGEST_SIDE,
                field,
                pixels,
                "0 for the model's own, or up to " + LONGEST_SIDE + " pixels");
    }
}
