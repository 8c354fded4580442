package ldmstudio.app.screen.playground;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;

/** The session's samplings as a strip of their first pictures; a click shows one again. */
final class SampleStrip extends ScrollPane {
    private static final double SIDE = 56;

    private final PlaygroundViewModel model;
    private final HBox box = new HBox(6);

    SampleStrip(PlaygroundViewModel model) {
        this.model = model;
        setId("sample-strip");
        getStyleClass().addAll("plain-scroll", "sample-strip");
        setContent(box);
        setFitToHeight(true);
        setVbarPolicy(ScrollBarPolicy.NEVER);
        setMinHeight(SIDE + 24);
        box.setPadding(new Insets(6, 12, 6, 12));
        model.sets().addListener((ListChangeListener<SampleSet>) c -> fill());
        model.shownProperty().addListener((o, was, is) -> fill());
        fill();
    }

    /** Shows the first pictures as they stand. */
    void refresh() {
        fill();
    }

    private void fill() {
        boolean any = model.sets().size() > 0;
        setVisible(any);
        setManaged(any);
        box.getChildren().clear();
        for (SampleSet set : model.sets()) {
            ImageView view = new ImageView();
            view.setFitWidth(SIDE);
            view.setFitHeight(SIDE);
            view.setPreserveRatio(true);
            if (!set.pictures().isEmpty()) {
                view.setImage(set.pictures().get(0).image());
            }
            Button button = new Button("", view);
            button.getStyleClass().addAll("button-icon", "flat", "strip-button");
            button.pseudoClassStateChanged(
                    javafx.css.PseudoClass.getPseudoClass("selected"),
                    set == model.shownProperty().get());
            button.setTooltip(
                    new Tooltip(
                            "seed "
                                    + set.settings().how().seed()
                                    + ", "
                                    + set.settings().how().steps()
                                    + " steps, "
                                    + set.settings().how().count()
                                    + " pictures"));
            button.setAccessibleText("Sampling with seed " + set.settings().how().seed());
            button.setMinSize(SIDE + 6, SIDE + 6);
            button.setOnAction(e -> model.show(set));
            box.getChildren().add(button);
        }
    }
}
