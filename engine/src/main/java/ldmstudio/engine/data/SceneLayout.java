package ldmstudio.engine.data;

import java.util.List;

/** How the things of a scene stand, in parts of the picture's side. */
enum SceneLayout {
    ALONE("alone", new Spot(0.5, 0.58, 0.25)),
    SIDE_BY_SIDE("side by side", new Spot(0.27, 0.58, 0.19), new Spot(0.73, 0.58, 0.19)),
    STACKED("one above the other", new Spot(0.5, 0.3, 0.175), new Spot(0.5, 0.74, 0.175)),
    TWO("two", new Spot(0.27, 0.58, 0.19), new Spot(0.73, 0.58, 0.19)),
    THREE(
            "three",
            new Spot(0.19, 0.58, 0.148),
            new Spot(0.5, 0.58, 0.148),
            new Spot(0.81, 0.58, 0.148));

    /** Centre and half extent of one thing. */
    record Spot(double x, double y, double radius) {}

    private final String word;
    private final List<Spot> spots;

    SceneLayout(String word, Spot... spots) {
        this.word = word;
        this.spots = List.of(spots);
    }

    /** The attribute's word. */
    String word() {
        return word;
    }

    /** From left to right, or from top to bottom. */
    List<Spot> spots() {
        return spots;
    }

    /** Whether two different things stand in a relation to each other. */
    boolean isPair() {
        return this == SIDE_BY_SIDE || this == STACKED;
    }
}
