package ldmstudio.app.screen.compare;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Point2D;
import org.jspecify.annotations.Nullable;

/**
 * What part of their pictures all panes show: magnification and middle, both relative to the
 * picture, so that pictures of different sizes show the same part.
 */
public final class Viewport {
    private static final double SMALLEST = 1.0 / 64;
    private static final double LARGEST = 64;

    private final DoubleProperty zoom = new SimpleDoubleProperty(this, "zoom", 1);
    private final ObjectProperty<Point2D> middle =
            new SimpleObjectProperty<>(this, "middle", new Point2D(0.5, 0.5));
    private final ObjectProperty<@Nullable Point2D> pointed =
            new SimpleObjectProperty<>(this, "pointed");

    /** 1: the whole picture fits in. */
    DoubleProperty zoomProperty() {
        return zoom;
    }

    /** The point of the picture in the middle of the pane; (0, 0) is its upper left corner. */
    ObjectProperty<Point2D> middleProperty() {
        return middle;
    }

    /** The point of the picture under the mouse; null: none. */
    ObjectProperty<@Nullable Point2D> pointedProperty() {
        return pointed;
    }

    /** The whole picture. */
    public void fit() {
        zoom.set(1);
        middle.set(new Point2D(0.5, 0.5));
    }

    /**
     * Zooms so that a point stays where it is.
     *
     * @param around point of the picture, as {@link #middleProperty}
     */
    void zoomAt(double factor, Point2D around) {
        double to = Math.max(SMALLEST, Math.min(LARGEST, zoom.get() * factor));
        double share = zoom.get() / to;
        Point2D was = middle.get();
        zoom.set(to);
        center(
                new Point2D(
                        around.getX() + (was.getX() - around.getX()) * share,
                        around.getY() + (was.getY() - around.getY()) * share));
    }

    void zoomTo(double value) {
        zoomAt(value / zoom.get(), middle.get());
    }

    /** Moves; the picture's border never goes beyond the middle. */
    void center(Point2D point) {
        middle.set(
                new Point2D(
                        Math.max(0, Math.min(1, point.getX())),
                        Math.max(0, Math.min(1, point.getY()))));
    }

    void move(double dx, double dy) {
        center(middle.get().add(dx, dy));
    }
}
