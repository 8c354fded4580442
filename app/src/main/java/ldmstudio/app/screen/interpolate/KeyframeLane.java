package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import ldmstudio.engine.config.WalkConfig;

/** The keyframes on the timeline: chosen, moved, added and removed by mouse and keyboard. */
final class KeyframeLane extends Region {
    private static final double HEIGHT = KeyframeMark.SIDE + 28;

    /** A press that wanders less than this is a click. */
    private static final double SLACK = 4;

    private final InterpolateViewModel model;
    private final List<KeyframeMark> marks = new ArrayList<>();
    private final Region line = new Region();
    private final Label home = new Label();
    private double pressedX;
    private boolean moved;

    KeyframeLane(InterpolateViewModel model) {
        this.model = model;
        setId("walk-keyframes");
        getStyleClass().add("walk-lane");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        line.getStyleClass().add("walk-thread");
        line.setMouseTransparent(true);
        home.getStyleClass().add("walk-letter");
        home.setMouseTransparent(true);
        getChildren().addAll(line, home);
        setOnMouseClicked(
                e -> {
                    if (e.getTarget() == this
                            && e.getButton() == MouseButton.PRIMARY
                            && e.getClickCount() == 2) {
                        model.editor().add(TimeScale.at(e.getX(), getWidth()));
                    }
                });
        model.editor().walkProperty().addListener((o, was, is) -> show());
        model.editor().selectedProperty().addListener((o, was, is) -> show());
        model.live().revisionProperty().addListener((o, was, is) -> show());
        show();
    }

    private void show() {
        WalkConfig walk = model.editor().walk();
        int count = walk.keyframes().size();
        while (marks.size() > count) {
            getChildren().remove(marks.remove(marks.size() - 1));
        }
        while (marks.size() < count) {
            KeyframeMark mark = new KeyframeMark(marks.size());
            listen(mark);
            marks.add(mark);
            getChildren().add(mark);
        }
        List<Double> places = Places.of(walk);
        for (int i = 0; i < count; i++) {
            marks.get(i)
                    .show(
                            walk.keyframes().get(i),
                            places.get(i),
                            model.live().portrait(i).orElse(null),
                            i == model.editor().selected());
        }
        home.setText("↩ A");
        home.setVisible(walk.loop());
        requestLayout();
    }

    private void listen(KeyframeMark mark) {
        mark.setOnMousePressed(
                e -> {
                    mark.requestFocus();
                    pressedX = e.getSceneX();
                    moved = false;
                    model.editor().select(mark.index());
                    e.consume();
                });
        mark.setOnMouseDragged(e -> dragged(mark, e));
        mark.setOnMouseReleased(
                e -> {
                    model.editor().endGesture();
                    if (!moved) {
                        model.steps().goTo(mark.index());
                    }
                    e.consume();
                });
        mark.focusedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is) {
                                model.editor().select(mark.index());
                            }
                        });
        mark.addEventHandler(KeyEvent.KEY_PRESSED, e -> key(mark, e));
    }

    private void dragged(KeyframeMark mark, MouseEvent e) {
        if (!moved && Math.abs(e.getSceneX() - pressedX) < SLACK) {
            return;
        }
        moved = true;
        double x = sceneToLocal(e.getSceneX(), e.getSceneY()).getX();
        model.editor().move(mark.index(), TimeScale.at(x, getWidth()));
        e.consume();
    }

    private void key(KeyframeMark mark, KeyEvent e) {
        int i = mark.index();
        switch (e.getCode()) {
            case LEFT, RIGHT -> {
                int way = e.getCode() == javafx.scene.input.KeyCode.LEFT ? -1 : 1;
                if (e.isAltDown()) {
                    double by = way * (e.isShiftDown() ? 0.1 : 0.01);
                    model.editor().move(i, Places.of(model.editor().walk()).get(i) + by);
                } else {
                    int next = Math.max(0, Math.min(marks.size() - 1, i + way));
                    marks.get(next).requestFocus();
                    model.steps().goTo(next);
                }
            }
            case ENTER -> model.steps().goTo(i);
            case DELETE, BACK_SPACE -> {
                model.editor().remove(i);
                marks.get(Math.min(i, marks.size() - 1)).requestFocus();
            }
            case D -> {
                if (!e.isShortcutDown()) {
                    return;
                }
                model.editor().duplicate();
            }
            case INSERT -> model.editor().add(model.live().at());
            default -> {
                return;
            }
        }
        e.consume();
    }

    @Override
    protected void layoutChildren() {
        double w = getWidth();
        List<Double> places = Places.of(model.editor().walk());
        double y = HEIGHT - 11;
        line.resizeRelocate(TimeScale.x(0, w), y, TimeScale.x(1, w) - TimeScale.x(0, w), 2);
        for (int i = 0; i < marks.size(); i++) {
            KeyframeMark mark = marks.get(i);
            mark.autosize();
            mark.relocate(Math.rint(TimeScale.x(places.get(i), w) - mark.getWidth() / 2), 2);
        }
        home.autosize();
        home.relocate(TimeScale.x(1, w) - home.getWidth() / 2, HEIGHT - 20);
    }
}
