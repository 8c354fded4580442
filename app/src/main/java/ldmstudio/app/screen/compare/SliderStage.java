package ldmstudio.app.screen.compare;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * Two pictures over each other, A left of a border and B right of it. The border is dragged, or
 * moved with Left and Right while it has the focus.
 */
final class SliderStage extends Region {
    private static final double WIDTH = 9;
    private static final double STEP = 0.02;

    private final ViewportPane below;
    private final ViewportPane above;
    private final Region border = new Region();
    private final Label left = new Label("A");
    private final Label right = new Label("B");
    private final Rectangle clip = new Rectangle();
    private final DoubleProperty share = new SimpleDoubleProperty(this, "share", 0.5);

    SliderStage(Viewport viewport) {
        setId("compare-slider");
        below = new ViewportPane(viewport);
        above = new ViewportPane(viewport);
        below.setAccessibleText("Pictures A and B, parted by a border");
        above.setMouseTransparent(true);
        above.setFocusTraversable(false);
        above.setClip(clip);
        border.setId("compare-border");
        border.getStyleClass().add("slider-border");
        border.setCursor(Cursor.H_RESIZE);
        border.setFocusTraversable(true);
        border.setAccessibleRole(AccessibleRole.SLIDER);
        border.setAccessibleText("Border between A and B; Left and Right move it");
        left.getStyleClass().add("pane-letter");
        right.getStyleClass().add("pane-letter");
        left.setMouseTransparent(true);
        right.setMouseTransparent(true);
        getChildren().addAll(below, above, left, right, border);
        setMinSize(80, 80);
        share.addListener((o, was, is) -> requestLayout());
        border.addEventHandler(
                MouseEvent.MOUSE_DRAGGED,
                e -> {
                    set(sceneToLocal(e.getSceneX(), e.getSceneY()).getX() / getWidth());
                    e.consume();
                });
        border.addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                e -> {
                    border.requestFocus();
                    e.consume();
                });
        border.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    void show(@Nullable Image a, String nameOfA, @Nullable Image b, String nameOfB) {
        above.setImage(a);
        below.setImage(b);
        left.setText(nameOfA);
        right.setText(nameOfB);
        requestLayout();
    }

    /** Where the border is, from 0 to 1. */
    DoubleProperty shareProperty() {
        return share;
    }

    private void set(double wanted) {
        share.set(Math.max(0, Math.min(1, wanted)));
    }

    private void key(KeyEvent e) {
        switch (e.getCode()) {
            case LEFT -> set(share.get() - STEP);
            case RIGHT -> set(share.get() + STEP);
            case HOME -> set(0);
            case END -> set(1);
            default -> {
                return;
            }
        }
        e.consume();
    }

    @Override
    protected void layoutChildren() {
        double x = Math.rint(share.get() * getWidth());
        below.resizeRelocate(0, 0, getWidth(), getHeight());
        above.resizeRelocate(0, 0, getWidth(), getHeight());
        clip.setWidth(x);
        clip.setHeight(getHeight());
        border.resizeRelocate(x - WIDTH / 2, 0, WIDTH, getHeight());
        left.autosize();
        right.autosize();
        left.relocate(8, 8);
        right.relocate(getWidth() - right.getWidth() - 8, 8);
    }
}
