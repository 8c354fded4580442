package ldmstudio.engine.data;

import java.util.List;

/**
 * Where a scene is: its ground by day and by night, and the ways in which captions name it.
 *
 * <p>The plain places have neither sky nor ground, so it is neither day nor night there.
 */
enum ScenePlace {
    MEADOW("meadow", 0x8CCB5E, 0x2C5A34, "on the grass", "in a meadow"),
    SEA("sea", 0x3FA7D6, 0x17406E, "on the sea", "at sea"),
    DESERT("desert", 0xEBCB8B, 0x7A6440, "in the desert", "on the sand"),
    SNOW("snow", 0xF0F5FC, 0x8C9CC0, "in the snow", "on the snow"),
    WHITE("white", 0xFFFFFF, 0xFFFFFF, "on a white background", "before a white wall"),
    BLACK("black", 0x101014, 0x101014, "on a black background", "before a black wall");

    private static final List<ScenePlace> OUTDOORS = List.of(MEADOW, SEA, DESERT, SNOW);
    private static final List<ScenePlace> PLAIN = List.of(WHITE, BLACK);

    private final String word;
    private final int day;
    private final int night;
    private final List<String> phrases;

    ScenePlace(String word, int day, int night, String... phrases) {
        this.word = word;
        this.day = day;
        this.night = night;
        this.phrases = List.of(phrases);
    }

    static List<ScenePlace> outdoors() {
        return OUTDOORS;
    }

    static List<ScenePlace> plain() {
        return PLAIN;
    }

    /** The attribute's word. */
    String word() {
        return word;
    }

    /** Colour of the ground, 0xRRGGBB. */
    int ground(SceneTime time) {
        return time == SceneTime.NIGHT ? night : day;
    }

    /** The ways in which captions name it. */
    List<String> phrases() {
        return phrases;
    }

    boolean isPlain() {
        return this == WHITE || this == BLACK;
    }
}
