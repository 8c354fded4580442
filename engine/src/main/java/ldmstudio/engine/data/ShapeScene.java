package ldmstudio.engine.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.data.ShapePalette.Background;
import ldmstudio.engine.data.ShapePalette.Named;
import ldmstudio.engine.data.StepHash.Purpose;

/**
 * One generated picture in words and numbers: what the caption says, and the small variations that
 * it does not say.
 *
 * @param form the class
 * @param size small, medium or large
 * @param column -1 left, 0 middle, 1 right
 * @param row -1 top, 0 middle, 1 bottom
 * @param rgb the form's colour, a little off the named one
 * @param centerX of the form, in parts of the picture's width
 * @param centerY of the form, in parts of the picture's height
 * @param radius half the form's extent, in parts of the picture's side
 * @param tilt clockwise turn in radians
 */
record ShapeScene(
        ShapeForm form,
        Named colour,
        Size size,
        int column,
        int row,
        Background background,
        int rgb,
        double centerX,
        double centerY,
        double radius,
        double tilt) {

    /** How large a form is, and how far from the middle it can then stand. */
    enum Size {
        SMALL("small", 0.15, 0.29),
        MEDIUM("medium-sized", 0.21, 0.22),
        LARGE("large", 0.28, 0.14);

        private final String word;
        private final double radius;
        private final double shift;

        Size(String word, double radius, double shift) {
            this.word = word;
            this.radius = radius;
            this.shift = shift;
        }
    }

    private static final List<ShapeForm> FORMS = List.of(ShapeForm.values());
    private static final int PLAIN_FORMS = 5;
    private static final List<Size> SIZES = List.of(Size.values());
    private static final double POSITION_JITTER = 0.025;
    private static final double RADIUS_JITTER = 0.08;
    private static final double MOST_TILT = Math.toRadians(8);
    private static final int COLOUR_JITTER = 12;

    /**
     * Picture {@code number} of the endless series with this seed.
     *
     * @param plain few large forms in strong colours on light backgrounds
     */
    static ShapeScene of(long seed, long number, boolean plain) {
        Draw draw = new Draw(seed, number);
        ShapeForm form = draw.oneOf(forms(plain));
        Named colour = draw.oneOf(colours(plain));
        Size size = draw.oneOf(plain ? List.of(Size.LARGE) : SIZES);
        int column = draw.below(3) - 1;
        int row = draw.below(3) - 1;
        Background background =
                draw.oneOf(
                        plain
                                ? ShapePalette.PLAIN_BACKGROUNDS
                                : ShapePalette.backgroundsFor(colour));
        return new ShapeScene(
                form,
                colour,
                size,
                column,
                row,
                background,
                draw.near(colour.rgb()),
                0.5 + column * size.shift + draw.around(POSITION_JITTER),
                0.5 + row * size.shift + draw.around(POSITION_JITTER),
                size.radius * (1 + draw.around(RADIUS_JITTER)),
                draw.around(MOST_TILT));
    }

    static List<Named> colours(boolean plain) {
        return plain ? ShapePalette.PLAIN_COLOURS : ShapePalette.COLOURS;
    }

    /** The forms in the order of their classes. */
    static List<ShapeForm> forms(boolean plain) {
        return plain ? FORMS.subList(0, PLAIN_FORMS) : FORMS;
    }

    /** For example "a small red star at the top left on a light blue background". */
    String caption() {
        return "a "
                + size.word
                + " "
                + colour.word()
                + " "
                + form.word()
                + " "
                + position()
                + " "
                + background.phrase();
    }

    /** The caption's statements by name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("form", form.word());
        attributes.put("colour", colour.word());
        attributes.put("size", size.word);
        attributes.put("position", place());
        attributes.put("background", background.word());
        return attributes;
    }

    private String position() {
        if (row == 0) {
            return (column == 0 ? "in the " : "on the ") + place();
        }
        return "at the " + place();
    }

    private String place() {
        String vertical = row < 0 ? "top" : row > 0 ? "bottom" : "";
        String horizontal = column < 0 ? "left" : column > 0 ? "right" : "";
        String both = (vertical + " " + horizontal).strip();
        return both.isEmpty() ? "centre" : both;
    }

    /** The numbers of one picture, one after another. */
    private static final class Draw {
        private final long seed;
        private final long number;
        private int next;

        Draw(long seed, long number) {
            this.seed = seed;
            this.number = number;
        }

        double uniform() {
            return StepHash.uniform(seed, Purpose.SHAPE, number, next++);
        }

        int below(int bound) {
            return (int) (uniform() * bound);
        }

        <T> T oneOf(List<T> all) {
            return all.get(below(all.size()));
        }

        double around(double most) {
            return (2 * uniform() - 1) * most;
        }

        int near(int rgb) {
            int jittered = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int value = (rgb >> shift & 255) + (int) Math.round(around(COLOUR_JITTER));
                jittered |= Math.max(0, Math.min(255, value)) << shift;
            }
            return jittered;
        }
    }
}
