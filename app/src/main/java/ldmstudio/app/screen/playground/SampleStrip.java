package ldmstudio.app.screen.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;

/**
 * Drawings of this and earlier sessions as a strip of their first pictures; a click or Enter shows
 * one again.
 */
final class SampleStrip extends ScrollPane {
    private static final double SIDE = 56;
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private record Cell(Drawn drawn, Button button, ImageView view) {}

    private final PlaygroundViewModel model;
    private final HBox box = new HBox(6);
    private final List<Cell> cells = new ArrayList<>();

    SampleStrip(PlaygroundViewModel model) {
        this.model = model;
        setId("sample-strip");
        getStyleClass().addAll("plain-scroll", "sample-strip");
        setContent(box);
        setFitToHeight(true);
        setFocusTraversable(false);
        setVbarPolicy(ScrollBarPolicy.NEVER);
        setMinHeight(SIDE + 24);
        setAccessibleText("Drawings of this and earlier sessions");
        box.setPadding(new Insets(6, 12, 6, 12));
        model.drawings().all().addListener((ListChangeListener<Drawn>) c -> fill());
        model.drawings().shownProperty().addListener((o, was, is) -> refresh());
        fill();
    }

    /** Shows the first pictures as they stand; the buttons stay, so that the focus does. */
    void refresh() {
        for (Cell cell : cells) {
            cell.view().setImage(cell.drawn().cover());
            boolean chosen = Objects.equals(cell.drawn(), model.drawings().shownProperty().get());
            cell.button().pseudoClassStateChanged(SELECTED, chosen);
        }
    }

    private void fill() {
        boolean any = model.drawings().all().size() > 0;
        setVisible(any);
        setManaged(any);
        cells.clear();
        for (Drawn drawn : model.drawings().all()) {
            ImageView view = new ImageView();
            view.setFitWidth(SIDE);
            view.setFitHeight(SIDE);
            view.setPreserveRatio(true);
            Button button = new Button("", view);
            button.setId("strip-" + cells.size());
            button.getStyleClass().addAll("button-icon", "flat", "strip-button");
            button.setTooltip(new Tooltip(drawn.summary()));
            button.setAccessibleText(drawn.summary());
            button.setMinSize(SIDE + 6, SIDE + 6);
            button.setOnAction(e -> model.drawings().show(drawn));
            cells.add(new Cell(drawn, button, view));
        }
        box.getChildren().setAll(cells.stream().map(Cell::button).toList());
        refresh();
    }
}
