package ldmstudio.engine.data;

import java.util.List;
import ldmstudio.engine.data.Scene.Draw;

/**
 * Scenes in words: a few wordings for everything that can be said, from a vocabulary of some sixty
 * words.
 *
 * <p>For example "a large striped red boat on the sea at night", "a drawing of a blue house to the
 * left of a green tree in the snow", "three yellow stars on a black background".
 */
final class SceneWords {
    private static final List<String> BEGINNINGS =
            List.of("", "", "", "a picture of ", "a drawing of ");
    private static final List<String> LEFT = List.of("left of", "to the left of");
    private static final List<String> RIGHT = List.of("right of", "to the right of");
    private static final List<String> ABOVE = List.of("above", "over");
    private static final List<String> BELOW = List.of("below", "under");

    private SceneWords() {}

    static String caption(
            SceneLayout layout,
            ScenePlace place,
            SceneTime time,
            Scene.Size size,
            List<SceneThing> things,
            Draw draw) {
        String caption = draw.oneOf(BEGINNINGS);
        caption +=
                layout.isPair()
                        ? pair(layout, things, draw)
                        : layout == SceneLayout.ALONE
                                ? alone(things.get(0), size)
                                : layout.word() + " " + described(things.get(0)) + "s";
        caption += " " + draw.oneOf(place.phrases());
        String when = draw.oneOf(time.phrases());
        return when.isEmpty() ? caption : caption + " " + when;
    }

    private static String alone(SceneThing thing, Scene.Size size) {
        String words = described(thing);
        return withArticle(size == Scene.Size.MEDIUM ? words : size.word() + " " + words);
    }

    /** Either thing may come first; the relation is turned with them. */
    private static String pair(SceneLayout layout, List<SceneThing> things, Draw draw) {
        boolean inOrder = draw.uniform() < 0.5;
        boolean beside = layout == SceneLayout.SIDE_BY_SIDE;
        List<String> relation = inOrder ? (beside ? LEFT : ABOVE) : (beside ? RIGHT : BELOW);
        return withArticle(described(things.get(inOrder ? 0 : 1)))
                + " "
                + draw.oneOf(relation)
                + " "
                + withArticle(described(things.get(inOrder ? 1 : 0)));
    }

    private static String described(SceneThing thing) {
        String words = thing.colour().word() + " " + thing.form().word();
        return thing.texture() == SceneTexture.PLAIN ? words : thing.texture().word() + " " + words;
    }

    private static String withArticle(String words) {
        return (words.startsWith("o") ? "an " : "a ") + words;
    }
}
