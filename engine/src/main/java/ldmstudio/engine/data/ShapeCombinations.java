package ldmstudio.engine.data;

import java.util.List;
import ldmstudio.engine.data.ShapePalette.Named;

/**
 * The pairs of form and colour that {@code hold_out: combinations} never shows while training.
 *
 * <p>Forms and colours are shuffled, and every fifth diagonal of their table is held out: pair (f,
 * c) where {@code (place(f) + place(c)) mod 5 = 0}. So a fifth of all pairs is missing (20 of 100,
 * plain 6 of 30), every form is still seen in at least two thirds of the colours and every colour
 * on at least four fifths of the forms. The pairs depend on the variety alone, never on the picture
 * seed: what one collection holds out no other one with the option shows.
 */
final class ShapeCombinations {
    private static final int ONE_IN = 5;
    private static final long SEED = 0x5EEDC0135L;

    private final List<ShapeForm> forms;
    private final List<Named> colours;
    private final Permutation formPlaces;
    private final Permutation colourPlaces;

    ShapeCombinations(boolean plain) {
        forms = ShapeScene.forms(plain);
        colours = ShapeScene.colours(plain);
        formPlaces = new Permutation(forms.size(), SEED, 0);
        colourPlaces = new Permutation(colours.size(), SEED, 1);
    }

    boolean isHeldOut(ShapeForm form, Named colour) {
        int row = formPlaces.at(forms.indexOf(form));
        int column = colourPlaces.at(colours.indexOf(colour));
        return (row + column) % ONE_IN == 0;
    }

    boolean isHeldOut(ShapeScene scene) {
        return isHeldOut(scene.form(), scene.colour());
    }
}
