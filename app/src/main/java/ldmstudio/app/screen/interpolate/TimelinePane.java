package ldmstudio.app.screen.interpolate;

import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The lanes of the timeline one above the other, and the playhead through all of them. */
final class TimelinePane extends StackPane {
    private final InterpolateViewModel model;
    private final VBox lanes;
    private final Region head = new Region();

    TimelinePane(InterpolateViewModel model, CurveLane curve) {
        this.model = model;
        setId("walk-timeline");
        getStyleClass().add("walk-timeline");
        lanes = new VBox(new RulerLane(model), new KeyframeLane(model), curve);
        head.getStyleClass().add("walk-playhead");
        head.setManaged(false);
        Pane over = new Pane(head);
        over.setMouseTransparent(true);
        getChildren().addAll(lanes, over);
        model.live().atProperty().addListener((o, was, is) -> place());
        widthProperty().addListener((o, was, is) -> place());
        heightProperty().addListener((o, was, is) -> place());
    }

    private void place() {
        double x = TimeScale.x(model.live().at(), lanes.getWidth());
        head.resizeRelocate(Math.rint(x) - 0.5, 14, 1.5, Math.max(1, getHeight() - 16));
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        place();
    }
}
