package ldmstudio.app.chart;

import java.awt.geom.Rectangle2D;
import javafx.geometry.Insets;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import org.jfree.data.Range;

/** What lies over the curves and needs no repaint of them: cross-hair, values, zoom rectangle. */
final class ChartOverlay extends Pane {
    private static final double SMALLEST_DRAG = 6;

    private final LiveChart chart;
    private final Line line = new Line();
    private final VBox values = new VBox(1);
    private final Rectangle selection = new Rectangle();
    private boolean mouseInside;
    private double pressedX;
    private double pressedY;

    ChartOverlay(LiveChart chart) {
        this.chart = chart;
        line.getStyleClass().add("chart-cursor");
        values.getStyleClass().add("chart-values");
        values.setPadding(new Insets(4, 8, 4, 8));
        values.setMouseTransparent(true);
        selection.getStyleClass().add("chart-selection");
        for (javafx.scene.Node node : new javafx.scene.Node[] {line, values, selection}) {
            node.setVisible(false);
            node.setManaged(false);
            node.setMouseTransparent(true);
        }
        getChildren().addAll(line, selection, values);
        setCursor(Cursor.CROSSHAIR);
        setOnMouseMoved(this::hovered);
        setOnMouseExited(e -> left());
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseReleased(this::released);
        setOnMouseClicked(
                e -> {
                    if (e.getClickCount() == 2) {
                        chart.resetZoom();
                    }
                });
    }

    /** Puts the line where the shared cursor is, and the values beside it while hovering here. */
    void cursorMoved() {
        double step = chart.hoveredStepProperty().get();
        Range steps = chart.drawnSteps();
        boolean shown = !Double.isNaN(step) && steps.contains(step);
        line.setVisible(shown);
        values.setVisible(shown && mouseInside);
        if (shown) {
            Rectangle2D area = area();
            double x =
                    Math.rint(
                                    area.getX()
                                            + (step - steps.getLowerBound())
                                                    / steps.getLength()
                                                    * area.getWidth())
                            + 0.5;
            line.setStartX(x);
            line.setEndX(x);
            line.setStartY(area.getY());
            line.setEndY(area.getMaxY());
            if (mouseInside) {
                showValues(step, x);
            }
        }
    }

    private void showValues(double step, double x) {
        values.getChildren().setAll(new Label("step " + NiceTicks.value(Math.rint(step))));
        for (ChartSeries series : chart.allSeries()) {
            if (series.isShown() && series.points().size() > 0) {
                Label value =
                        new Label(
                                series.style().label()
                                        + "  "
                                        + NiceTicks.value(series.valueAt(step)));
                HBox row = new HBox(6, new Rectangle(10, 3, series.style().color()), value);
                row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
                values.getChildren().add(row);
            }
        }
        values.applyCss();
        double width = values.prefWidth(Region.USE_COMPUTED_SIZE);
        double height = values.prefHeight(width);
        boolean left = x + 12 + width > getWidth();
        values.resizeRelocate(
                left ? Math.max(0, x - 12 - width) : x + 12, area().getY() + 4, width, height);
        values.layout();
    }

    private Rectangle2D area() {
        return PlotPainter.plotArea(chart.plotWidth(), chart.plotHeight());
    }

    private double stepAt(double x) {
        Rectangle2D area = area();
        double share = Math.max(0, Math.min(1, (x - area.getX()) / area.getWidth()));
        Range steps = chart.drawnSteps();
        return steps.getLowerBound() + share * steps.getLength();
    }

    private double valueAt(double y) {
        Rectangle2D area = area();
        double share = Math.max(0, Math.min(1, (area.getMaxY() - y) / area.getHeight()));
        Range shown = chart.drawnValues();
        return shown.getLowerBound() + share * shown.getLength();
    }

    private void hovered(MouseEvent e) {
        mouseInside = area().contains(e.getX(), e.getY());
        double nearest = mouseInside ? nearestMeasuredStep(stepAt(e.getX())) : Double.NaN;
        chart.hoveredStepProperty().set(nearest);
        cursorMoved();
    }

    private double nearestMeasuredStep(double step) {
        double best = Double.NaN;
        for (ChartSeries series : chart.allSeries()) {
            int index = series.isShown() ? series.points().nearest(step) : -1;
            if (index >= 0) {
                double x = series.points().x(index);
                if (Double.isNaN(best) || Math.abs(x - step) < Math.abs(best - step)) {
                    best = x;
                }
            }
        }
        return best;
    }

    private void left() {
        mouseInside = false;
        chart.hoveredStepProperty().set(Double.NaN);
        cursorMoved();
    }

    private void pressed(MouseEvent e) {
        pressedX = e.getX();
        pressedY = e.getY();
    }

    private void dragged(MouseEvent e) {
        if (e.getButton() != MouseButton.PRIMARY) {
            return;
        }
        Rectangle2D area = area();
        double x0 = Math.max(area.getX(), Math.min(pressedX, e.getX()));
        double x1 = Math.min(area.getMaxX(), Math.max(pressedX, e.getX()));
        double y0 = Math.max(area.getY(), Math.min(pressedY, e.getY()));
        double y1 = Math.min(area.getMaxY(), Math.max(pressedY, e.getY()));
        selection.setX(x0);
        selection.setY(y0);
        selection.setWidth(Math.max(0, x1 - x0));
        selection.setHeight(Math.max(0, y1 - y0));
        selection.setVisible(true);
    }

    private void released(MouseEvent e) {
        if (!selection.isVisible()) {
            return;
        }
        selection.setVisible(false);
        if (selection.getWidth() < SMALLEST_DRAG) {
            return;
        }
        double from = selection.getX();
        Range steps = new Range(stepAt(from), stepAt(from + selection.getWidth()));
        // A flat drag means "these steps": the values keep their own range.
        Range shown =
                selection.getHeight() < SMALLEST_DRAG
                        ? chart.drawnValues()
                        : new Range(
                                valueAt(selection.getY() + selection.getHeight()),
                                valueAt(selection.getY()));
        if (steps.getLength() > 0 && shown.getLength() > 0) {
            chart.zoom(steps, shown);
        }
    }
}
