package ldmstudio.engine.data;

import java.util.ArrayList;
import java.util.List;

/** The named colours of the generated pictures, and which of them stand out from each other. */
final class ShapePalette {
    /** A colour with the word that captions use; {@code rgb} is 0xRRGGBB. */
    record Named(String word, int rgb) {}

    /** A background from one colour at the top to another at the bottom; the same when plain. */
    record Background(Named top, Named bottom) {
        /** For example "white", or "white to light blue". */
        String word() {
            return top.equals(bottom) ? top.word() : top.word() + " to " + bottom.word();
        }

        String phrase() {
            return top.equals(bottom)
                    ? "on a " + word() + " background"
                    : "on a background fading from " + word();
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

    /** Strong colours that all stand out from light backgrounds. */
    static final List<Named> PLAIN_COLOURS =
            List.of(
                    COLOURS.get(0),
                    COLOURS.get(1),
                    COLOURS.get(3),
                    COLOURS.get(5),
                    COLOURS.get(6),
                    COLOURS.get(9));

    static final List<Background> PLAIN_BACKGROUNDS =
            List.of(plain(WHITE), plain(CREAM), plain(LIGHT_BLUE));

    /**
     * Least difference of luma (0 … 255): forms stay recognisable in grey, and while a network that
     * learns them still blurs their colours.
     */
    private static final double LEAST_CONTRAST = 55;

    private ShapePalette() {}

    private static Background plain(Named colour) {
        return new Background(colour, colour);
    }

    /** The backgrounds before which a form of this colour is clearly seen; never empty. */
    static List<Background> backgroundsFor(Named colour) {
        List<Background> clear = new ArrayList<>();
        for (Background background : BACKGROUNDS) {
            if (contrast(colour, background.top()) >= LEAST_CONTRAST
                    && contrast(colour, background.bottom()) >= LEAST_CONTRAST) {
                clear.add(background);
            }
        }
        return clear;
    }

    static double contrast(Named first, Named second) {
        return Math.abs(luma(first.rgb()) - luma(second.rgb()));
    }

    /** Rec. 601. */
    private static double luma(int rgb) {
        return 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
    }
}
