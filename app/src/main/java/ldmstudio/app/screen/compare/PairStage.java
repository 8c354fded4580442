package ldmstudio.app.screen.compare;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import ldmstudio.app.screen.compare.CompareState.Look;
import org.jspecify.annotations.Nullable;

/** Two pictures held against each other: with a border, in turn, or subtracted. */
final class PairStage extends BorderPane {
    private final SliderStage slider;
    private final ViewportPane single;
    private final Label words = new Label();
    private final Label states = new Label();
    private @Nullable Image differenceOfA;
    private @Nullable Image differenceOfB;
    private double differenceGain;
    private PictureDifference difference =
            new PictureDifference(null, 0, 0, 0, 0, 0, "Nothing to subtract yet.");
    private boolean blinkShowsB;

    PairStage(Viewport viewport) {
        slider = new SliderStage(viewport);
        single = new ViewportPane(viewport);
        single.setId("compare-single");
        single.setAccessibleText("The pair of pictures");
        words.setId("compare-pair-words");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        words.setPadding(new Insets(6, 12, 6, 12));
        states.setId("compare-pair-states");
        states.getStyleClass().addAll("text-muted", "text-small");
        states.setWrapText(true);
        states.setMinHeight(USE_PREF_SIZE);
        states.setPadding(new Insets(0, 12, 6, 12));
        setBottom(new VBox(words, states));
    }

    /**
     * Shows the pair.
     *
     * @param nanos of now: which one is seen while they blink
     */
    void show(
            CompareState state,
            @Nullable Image a,
            String nameOfA,
            @Nullable Image b,
            String nameOfB,
            long nanos) {
        Look look = state.look();
        Node wanted = look == Look.SLIDER ? slider : single;
        if (getCenter() != wanted) {
            setCenter(wanted);
        }
        switch (look) {
            case SLIDER -> {
                slider.show(a, nameOfA, b, nameOfB);
                say(
                        nameOfA
                                + " left of the border, "
                                + nameOfB
                                + " right of it. Drag it, or Tab to"
                                + " it and press Left and Right.");
            }
            case BLINK -> blink(state, a, nameOfA, b, nameOfB, nanos);
            case DIFFERENCE -> subtract(state, a, nameOfA, b, nameOfB);
            case SIDE_BY_SIDE -> say("");
        }
    }

    private void blink(
            CompareState state,
            @Nullable Image a,
            String nameOfA,
            @Nullable Image b,
            String nameOfB,
            long nanos) {
        blinkShowsB = (long) (nanos / 1e9 * state.blinkHz()) % 2 == 1;
        single.setImage(blinkShowsB ? b : a);
        say("Now " + (blinkShowsB ? nameOfB : nameOfA) + ". What moves is different.");
    }

    private void subtract(
            CompareState state,
            @Nullable Image a,
            String nameOfA,
            @Nullable Image b,
            String nameOfB) {
        if (a == null || b == null) {
            single.setImage(null);
            say("Both panes need a picture to be subtracted.");
            return;
        }
        if (a != differenceOfA || b != differenceOfB || state.gain() != differenceGain) {
            differenceOfA = a;
            differenceOfB = b;
            differenceGain = state.gain();
            difference = PictureDifference.of(a, b, state.gain());
        }
        single.setImage(difference.image());
        say(
                "|"
                        + nameOfA
                        + " − "
                        + nameOfB
                        + "| × "
                        + ldmstudio.app.control.NumberText.of(state.gain())
                        + ": black is equal.  "
                        + difference.words(state.gain()));
    }

    /** What the two panes are at; their cards, which say it too, are not seen here. */
    void tell(String text) {
        if (!states.getText().equals(text)) {
            states.setText(text);
        }
    }

    private void say(String text) {
        if (!words.getText().equals(text)) {
            words.setText(text);
        }
    }
}
