package ldmstudio.app.screen.interpolate;

import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/** A number at a keyframe as a point that is dragged: up and down its value, sideways its place. */
final class CurvePoint extends Region {
    private final CurveLane lane;
    private final InterpolateViewModel model;
    private final int index;
    private final Tooltip tooltip = new Tooltip();

    CurvePoint(CurveLane lane, InterpolateViewModel model, int index) {
        this.lane = lane;
        this.model = model;
        this.index = index;
        setId("walk-point-" + index);
        getStyleClass().add("walk-point");
        setMinSize(12, 12);
        setPrefSize(12, 12);
        setMaxSize(12, 12);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        Tooltip.install(this, tooltip);
        setOnMousePressed(
                e -> {
                    requestFocus();
                    model.editor().select(index);
                    e.consume();
                });
        setOnMouseDragged(
                e -> {
                    var here = lane.sceneToLocal(e.getSceneX(), e.getSceneY());
                    set(lane.value(here.getY()));
                    if (e.isShiftDown()) {
                        model.editor().move(index, TimeScale.at(here.getX(), lane.getWidth()));
                    }
                    e.consume();
                });
        setOnMouseReleased(
                e -> {
                    model.editor().endGesture();
                    e.consume();
                });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    void show() {
        String words =
                String.format(
                        Locale.ROOT,
                        "%s at keyframe %s: %s",
                        lane.field().label(),
                        TimeScale.letter(index),
                        ldmstudio.app.control.NumberText.of(value()));
        setAccessibleText(words);
        tooltip.setText(
                words
                        + "\nDrag or ↑ ↓ changes it, Shift moves the keyframe too, Del: as everywhere");
    }

    private double value() {
        return model.editor().number(index, lane.field().path());
    }

    private void set(double value) {
        double allowed = Math.max(lane.field().min(), Math.min(lane.field().max(), value));
        model.editor().setNumber(index, lane.field().path(), Math.rint(allowed * 1e6) / 1e6);
    }

    private void key(KeyEvent e) {
        double by = lane.step() * (e.isShiftDown() ? 10 : 1);
        switch (e.getCode()) {
            case UP -> set(value() + by);
            case DOWN -> set(value() - by);
            case LEFT -> model.editor().move(index, place() - 0.01);
            case RIGHT -> model.editor().move(index, place() + 0.01);
            case DELETE, BACK_SPACE -> model.editor().clearNumber(index, lane.field().path());
            default -> {
                return;
            }
        }
        e.consume();
    }

    private double place() {
        return Places.of(model.editor().walk()).get(index);
    }
}
