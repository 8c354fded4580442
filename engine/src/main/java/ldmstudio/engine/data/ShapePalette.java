package ldmstudio.engine.data;

import java.util.ArrayList;
import java.util.List;

/** The named colours of the generated pictures, and which of them stand out from each other. */
final class ShapePalette {
    /** A colour with the word that captions use; {@code rgb} is 0xRRGGBB. */
    record Named(String word, int rgb) {}

    /** A background from one colour at the top to another at the bottom; the same when plain. */
    record Background(Named top, Named bottom) {
        String phrase() {
            return top.equals(bottom)
                    ? "on a " + top.word() + " background"
                    : "on a background fading from " + top.word() + " to " + bottom.word();
        }
    }

    static final List<Named> COLOURS =
            List.of(
                    new Named("red", 0xE01E28),
                    new Named("orange", 0xFA8200),
                    new Named("yellow", 0xFFD700),
                    new Named("green", 0x1EA032),
                    new Named("cyan", 0x00BEC8),
                    new Named("blue", 0x1E50DC),
                    new Named("purple", 0x8228B4),
                    new Named("pink", 0xF55AAA),
                    new Named("white", 0xFAFAFA),
                    new Named("black", 0x141414));

    private static final Named WHITE = new Named("white", 0xFFFFFF);
    private static final Named GREY = new Named("grey", 0xA0A0A0);
    private static final Named BLACK = new Named("black", 0x0A0A0A);
    private static final Named CREAM = new Named("cream", 0xFFF0D2);
    private static final Named LIGHT_BLUE = new Named("light blue", 0xBEDCFF);
    private static final Named LIGHT_GREEN = new Named("light green", 0xC8F0C8);
    private static final Named NAVY = new Named("navy blue", 0x14285A);
    private static final Named DARK_GREEN = new Named("dark green", 0x0F4632);

    private static final List<Background> BACKGROUNDS =
            List.of(
                    plain(WHITE),
                    plain(GREY),
                    plain(BLACK),
                    plain(CREAM),
                    plain(LIGHT_BLUE),
                    plain(LIGHT_GREEN),
                    plain(NAVY),
                    plain(DARK_GREEN),
                    new Background(WHITE, LIGHT_BLUE),
                    new Background(LIGHT_GREEN, CREAM),
                    new Background(NAVY, BLACK),
                    new Background(DARK_GREEN, NAVY));

    /** Squared colour distance below which a form would hardly be seen. */
    private static final double LEAST_CONTRAST = 150 * 150;

    private ShapePalette() {}

    private static Background plain(Named colour) {
        return new Background(colour, colour);
    }

    /** The backgrounds before which a form of this colour is clearly seen; never empty. */
    static List<Background> backgroundsFor(Named colour) {
        List<Background> clear = new ArrayList<>();
        for (Background background : BACKGROUNDS) {
            if (distance(colour.rgb(), background.top().rgb()) >= LEAST_CONTRAST
                    && distance(colour.rgb(), background.bottom().rgb()) >= LEAST_CONTRAST) {
                clear.add(background);
            }
        }
        return clear;
    }

    /**
     * Squared "redmean" distance: Euclid in RGB with the weights of the eye.
     *
     * <p>Source: T. Riemersma, "Colour metric" (CompuPhase, 1997).
     */
    static double distance(int first, int second) {
        int red = (first >> 16 & 255) - (second >> 16 & 255);
        int green = (first >> 8 & 255) - (second >> 8 & 255);
        int blue = (first & 255) - (second & 255);
        double meanRed = ((first >> 16 & 255) + (second >> 16 & 255)) / 2.0;
        return (2 + meanRed / 256) * red * red
                + 4.0 * green * green
                + (2 + (255 - meanRed) / 256) * blue * blue;
    }
}
