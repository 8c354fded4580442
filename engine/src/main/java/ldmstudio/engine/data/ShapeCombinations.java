package ldmstudio.engine.data;

import java.util.List;
import ldmstudio.engine.data.ShapePalette.Named;

/**
 * The pairs of form and colour that {@code hold_out: combinations} never shows while training: a
 * fifth of all (20 of 100, plain 6 of 30). Every form is still seen in at least two thirds of the
 * colours and every colour on at least four fifths of the forms.
 */
final class ShapeCombinations {
    private final List<ShapeForm> forms;
    private final List<Named> colours;
    private final HeldOutPairs pairs;

    ShapeCombinations(boolean plain) {
        forms = ShapeScene.forms(plain);
        colours = ShapeScene.colours(plain);
        pairs = new HeldOutPairs(forms.size(), colours.size());
    }

    boolean isHeldOut(ShapeForm form, Named colour) {
        return pairs.isHeldOut(forms.indexOf(form), colours.indexOf(colour));
    }

    boolean isHeldOut(ShapeScene scene) {
        return isHeldOut(scene.form(), scene.colour());
    }
}
