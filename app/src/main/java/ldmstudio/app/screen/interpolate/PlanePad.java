package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import ldmstudio.engine.config.WalkConfig;

/** The plane between three or four keyframes as a pad: drag in it, and the picture follows. */
final class PlanePad extends Region {
    private static final double EDGE = 34;

    private final InterpolateViewModel model;
    private final List<KeyframeMark> marks = new ArrayList<>();
    private final Polygon area = new Polygon();
    private final Region surface = new Region();
    private final Region dot = new Region();

    PlanePad(InterpolateViewModel model) {
        this.model = model;
        setId("walk-plane");
        getStyleClass().add("walk-plane");
        setMinSize(220, 220);
        setPrefSize(300, 300);
        surface.setId("walk-pad");
        surface.getStyleClass().add("walk-pad");
        surface.setFocusTraversable(true);
        surface.setAccessibleRole(AccessibleRole.SLIDER);
        Tooltip.install(
                surface,
                new Tooltip(
                        "Drag, or ← → ↑ ↓ (Shift: further): the picture is between the corners"));
        area.getStyleClass().add("walk-plane-area");
        area.setMouseTransparent(true);
        dot.getStyleClass().add("walk-dot");
        dot.setMouseTransparent(true);
        getChildren().addAll(surface, area, dot);
        surface.setOnMousePressed(this::drag);
        surface.setOnMouseDragged(this::drag);
        surface.setOnMouseReleased(e -> model.live().release());
        surface.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        model.editor().walkProperty().addListener((o, was, is) -> show());
        model.editor().selectedProperty().addListener((o, was, is) -> show());
        model.live().revisionProperty().addListener((o, was, is) -> show());
        model.live().atProperty().addListener((o, was, is) -> moved());
        model.live().atYProperty().addListener((o, was, is) -> moved());
        show();
        moved();
    }

    private double side() {
        return Math.max(40, Math.min(getWidth(), getHeight()) - 2 * EDGE);
    }

    private double left() {
        return (getWidth() - side()) / 2;
    }

    private double top() {
        return (getHeight() - side()) / 2;
    }

    private void drag(MouseEvent e) {
        surface.requestFocus();
        model.live().drag(e.getX() / side(), e.getY() / side());
        e.consume();
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        double by = e.isShiftDown() ? 0.1 : 0.01;
        LiveWalk live = model.live();
        switch (e.getCode()) {
            case LEFT -> live.seek(live.at() - by, live.atY());
            case RIGHT -> live.seek(live.at() + by, live.atY());
            case UP -> live.seek(live.at(), live.atY() - by);
            case DOWN -> live.seek(live.at(), live.atY() + by);
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void moved() {
        surface.setAccessibleText(
                String.format(
                        Locale.ROOT,
                        "Place on the plane: %.2f across, %.2f down",
                        model.live().at(),
                        model.live().atY()));
        requestLayout();
    }

    private void show() {
        WalkConfig walk = model.editor().walk();
        int count = walk.mode().equals("plane") ? walk.keyframes().size() : 0;
        while (marks.size() > count) {
            getChildren().remove(marks.remove(marks.size() - 1));
        }
        while (marks.size() < count) {
            KeyframeMark mark = new KeyframeMark(marks.size());
            mark.setId("walk-corner-" + marks.size());
            mark.setOnMousePressed(
                    e -> {
                        mark.requestFocus();
                        model.steps().goTo(mark.index());
                        e.consume();
                    });
            mark.addEventHandler(KeyEvent.KEY_PRESSED, e -> cornerKey(mark, e));
            marks.add(mark);
            getChildren().add(mark);
        }
        for (int i = 0; i < count; i++) {
            marks.get(i)
                    .show(
                            walk.keyframes().get(i),
                            -1,
                            model.live().portrait(i).orElse(null),
                            i == model.editor().selected());
        }
        requestLayout();
    }

    private void cornerKey(KeyframeMark mark, KeyEvent e) {
        switch (e.getCode()) {
            case ENTER, SPACE -> model.steps().goTo(mark.index());
            case DELETE, BACK_SPACE -> model.editor().remove(mark.index());
            default -> {
                return;
            }
        }
        e.consume();
    }

    @Override
    protected void layoutChildren() {
        double side = side();
        surface.resizeRelocate(left(), top(), side, side);
        area.getPoints().clear();
        List<PlaneCorners.Corner> corners = PlaneCorners.of(Math.max(3, marks.size()));
        int[] round = corners.size() == 4 ? new int[] {0, 1, 3, 2} : new int[] {0, 1, 2};
        for (int i : round) {
            area.getPoints()
                    .addAll(left() + corners.get(i).x() * side, top() + corners.get(i).y() * side);
        }
        dot.resizeRelocate(
                left() + model.live().at() * side - 7,
                top() + model.live().atY() * side - 7,
                14,
                14);
        for (int i = 0; i < marks.size(); i++) {
            KeyframeMark mark = marks.get(i);
            mark.autosize();
            double x = left() + corners.get(i).x() * side - mark.getWidth() / 2;
            double y = top() + corners.get(i).y() * side - mark.getHeight() / 2;
            mark.relocate(
                    Math.max(0, Math.min(getWidth() - mark.getWidth(), x)),
                    Math.max(0, Math.min(getHeight() - mark.getHeight(), y)));
        }
    }
}
