package ldmstudio.engine.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.data.SceneLayout.Spot;
import ldmstudio.engine.data.ShapePalette.Named;
import ldmstudio.engine.data.StepHash.Purpose;

/**
 * One generated scene: what stands where, in which place and light, and its caption.
 *
 * <p>The attributes tell the picture, whatever way the caption chose to say it: {@code form} and
 * {@code colour} are those of the left or upper thing, {@code second_form} and {@code
 * second_colour} those of the right or lower one of a pair. So a caption's relation is kept exactly
 * when these and {@code layout} are right.
 *
 * @param size small, medium or large; only a thing that stands alone differs from medium
 * @param things from left to right, or from top to bottom
 * @param lampLeft sun or moon stand in the left corner, else in the right one; captions do not say
 */
record Scene(
        SceneLayout layout,
        ScenePlace place,
        SceneTime time,
        Size size,
        List<SceneThing> things,
        boolean lampLeft,
        String caption) {

    /** Of a thing that stands alone; the others share the picture's width. */
    enum Size {
        SMALL("small", 0.7),
        MEDIUM("medium", 1),
        LARGE("large", 1.26);

        private final String word;
        private final double scale;

        Size(String word, double scale) {
            this.word = word;
            this.scale = scale;
        }

        String word() {
            return word;
        }
    }

    static final List<SceneForm> FORMS = List.of(SceneForm.values());

    static final List<Named> COLOURS =
            List.of(
                    new Named("red", 0xE0202A),
                    new Named("orange", 0xFF8A14),
                    new Named("yellow", 0xFFDC1E),
                    new Named("green", 0x1C9638),
                    new Named("blue", 0x2450E6),
                    new Named("purple", 0x8C30C4),
                    new Named("white", 0xFAFAFA));

    private static final double ALONE = 0.45;
    private static final double PAIRS = 0.85;
    private static final double OUTDOORS = 0.82;
    private static final double NIGHT = 0.45;
    private static final double TEXTURED_ALONE = 0.4;
    private static final double TEXTURED_IN_PAIR = 0.12;
    private static final double JITTER = 0.022;
    private static final double RADIUS_JITTER = 0.05;
    private static final int COLOUR_JITTER = 10;

    Scene {
        things = List.copyOf(things);
    }

    /** Scene {@code number} of the endless series with this seed. */
    static Scene of(long seed, long number) {
        Draw draw = new Draw(seed, number);
        double kind = draw.uniform();
        SceneLayout layout =
                kind < ALONE
                        ? SceneLayout.ALONE
                        : draw.oneOf(
                                kind < PAIRS
                                        ? List.of(SceneLayout.SIDE_BY_SIDE, SceneLayout.STACKED)
                                        : List.of(SceneLayout.TWO, SceneLayout.THREE));
        boolean outdoors = draw.uniform() < OUTDOORS;
        ScenePlace place = draw.oneOf(outdoors ? ScenePlace.outdoors() : ScenePlace.plain());
        boolean dark = draw.uniform() < NIGHT;
        SceneTime time = outdoors ? dark ? SceneTime.NIGHT : SceneTime.DAY : SceneTime.NONE;
        Size size = layout == SceneLayout.ALONE ? draw.oneOf(List.of(Size.values())) : Size.MEDIUM;
        List<SceneThing> things = things(layout, place, size, draw);
        boolean lampLeft = draw.uniform() < 0.5;
        return new Scene(
                layout,
                place,
                time,
                size,
                things,
                lampLeft,
                SceneWords.caption(layout, place, time, size, things, draw));
    }

    private static List<SceneThing> things(
            SceneLayout layout, ScenePlace place, Size size, Draw draw) {
        List<SceneThing> things = new ArrayList<>();
        double textured = layout == SceneLayout.ALONE ? TEXTURED_ALONE : TEXTURED_IN_PAIR;
        // The picture's jitter, shared: a row stays a row.
        double moveX = draw.around(JITTER);
        double moveY = draw.around(JITTER);
        double grow = size.scale * (1 + draw.around(RADIUS_JITTER));
        List<SceneForm> forms = new ArrayList<>(FORMS);
        List<Named> colours = new ArrayList<>(COLOURS);
        // What would be seen by its edge alone.
        colours.removeIf(colour -> colour.word().equals(place.word()) && place.isPlain());
        boolean same = !layout.isPair() && layout != SceneLayout.ALONE;
        for (Spot spot : layout.spots()) {
            SceneThing first = same && !things.isEmpty() ? things.get(0) : null;
            SceneForm form = first != null ? first.form() : draw.oneOf(forms);
            Named colour = first != null ? first.colour() : draw.oneOf(colours);
            SceneTexture texture =
                    first != null
                            ? first.texture()
                            : draw.uniform() < textured
                                    ? draw.oneOf(List.of(SceneTexture.STRIPED, SceneTexture.DOTTED))
                                    : SceneTexture.PLAIN;
            // Two things of a pair differ in both, so that a caption cannot mean the other one.
            forms.remove(form);
            colours.remove(colour);
            things.add(
                    new SceneThing(
                            form,
                            colour,
                            texture,
                            first != null ? first.rgb() : draw.near(colour.rgb()),
                            spot.x() + moveX,
                            spot.y() + moveY,
                            spot.radius() * grow));
        }
        return things;
    }

    /** The caption's statements by name, in the picture's order. */
    Map<String, String> attributes() {
        SceneThing first = things.get(0);
        SceneThing last = things.get(things.size() - 1);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("form", first.form().word());
        attributes.put("colour", first.colour().word());
        attributes.put("texture", first.texture().word());
        attributes.put("size", size.word());
        attributes.put("layout", layout.word());
        attributes.put("second_form", layout.isPair() ? last.form().word() : "none");
        attributes.put("second_colour", layout.isPair() ? last.colour().word() : "none");
        attributes.put("place", place.word());
        attributes.put("time", time.word());
        return attributes;
    }

    /** The numbers of one scene, one after another. */
    static final class Draw {
        private final long seed;
        private final long number;
        private int next;

        Draw(long seed, long number) {
            this.seed = seed;
            this.number = number;
        }

        double uniform() {
            return StepHash.uniform(seed, Purpose.SCENE, number, next++);
        }

        <T> T oneOf(List<T> all) {
            return all.get((int) (uniform() * all.size()));
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
