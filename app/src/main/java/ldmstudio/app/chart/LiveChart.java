package ldmstudio.app.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Insets;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jfree.data.Range;
import org.jfree.fx.FXGraphics2D;
import org.jspecify.annotations.Nullable;

/**
 * Curves over training steps that grow while somebody watches. Takes points at any rate on the
 * window's thread and draws at most ten times a second, and not at all while hidden.
 *
 * <p>Mouse: hovering shows the values at that step, dragging zooms, a double click shows everything
 * again. Legend entries hide and show their curve.
 */
public final class LiveChart extends VBox {
    private final String title;
    private final Map<String, ChartSeries> series = new LinkedHashMap<>();
    private final List<ChartMarker> markers = new ArrayList<>();
    private final BooleanProperty logarithmic = new SimpleBooleanProperty(this, "logarithmic");
    private final DoubleProperty smoothing = new SimpleDoubleProperty(this, "smoothing");
    private final DoubleProperty hoveredStep =
            new SimpleDoubleProperty(this, "hoveredStep", Double.NaN);
    private final Canvas canvas = new Canvas();
    private final FXGraphics2D graphics = new FXGraphics2D(canvas.getGraphicsContext2D());
    private final Label empty = new Label("Nothing measured yet");
    private final ThemeProbe theme = new ThemeProbe();
    private final ChartLegend legend;
    private final ChartOverlay overlay;
    private final RepaintPacer pacer;
    private double lastStep;
    private @Nullable Range zoomedSteps;
    private @Nullable Range zoomedValues;
    private Range drawnSteps = new Range(0, 1);
    private Range drawnValues = new Range(0, 1);

    /** A chart with these curves, which may stay empty. */
    public LiveChart(String title, List<SeriesStyle> styles) {
        this.title = title;
        this.legend = new ChartLegend(this);
        this.overlay = new ChartOverlay(this);
        this.pacer = new RepaintPacer(this, this::paint);
        getStyleClass().add("live-chart");
        getStylesheets().add(ThemeProbe.STYLESHEET);
        setSpacing(2);
        setPadding(new Insets(6, 4, 2, 4));
        empty.getStyleClass().addAll("text-muted", "chart-empty");
        empty.setWrapText(true);
        StackPane plot = new PlotPane();
        VBox.setVgrow(plot, Priority.ALWAYS);
        getChildren().addAll(new ChartHeader(this), legend, plot, theme);
        styles.forEach(this::addSeries);
        logarithmic.addListener((o, was, is) -> refresh());
        smoothing.addListener((o, was, is) -> refresh());
        hoveredStep.addListener(
                (o, was, is) -> {
                    overlay.cursorMoved();
                    legend.refresh();
                });
        theme.setOnChange(this::refresh);
    }

    /** Adds a curve; one that is there already stays as it is. */
    public void addSeries(SeriesStyle style) {
        if (!series.containsKey(style.name())) {
            ChartSeries added = new ChartSeries(style);
            added.shownProperty().addListener((o, was, is) -> refresh());
            series.put(style.name(), added);
            legend.add(added);
        }
    }

    /** Whether the chart has a curve of this name. */
    public boolean hasSeries(String name) {
        return series.containsKey(name);
    }

    /**
     * Appends a value. A step at or before the curve's last cuts the curve back to it: that is how
     * a resumed run goes on where its checkpoint was.
     */
    public void append(String name, double step, double value) {
        ChartSeries to = series.get(name);
        if (to == null) {
            throw new IllegalArgumentException("The chart " + title + " has no series " + name);
        }
        to.points().append(step, value);
        pacer.changed();
    }

    /** Number of points of a curve. */
    public int size(String name) {
        ChartSeries of = series.get(name);
        return of == null ? 0 : of.points().size();
    }

    /** Removes all points and markers; the curves and the zoom's absence stay. */
    public void clear() {
        series.values().forEach(s -> s.points().clear());
        markers.clear();
        lastStep = 0;
        resetZoom();
        refresh();
    }

    /** Adds a vertical line with a word. */
    public void addMarker(ChartMarker marker) {
        if (!markers.contains(marker)) {
            markers.add(marker);
            pacer.changed();
        }
    }

    /** The vertical lines that are drawn. */
    public List<ChartMarker> markers() {
        return List.copyOf(markers);
    }

    /**
     * Shows at least the steps up to this one, so that the charts of a run stand over each other.
     */
    public void setLastStep(double step) {
        if (step != lastStep) {
            lastStep = step;
            pacer.changed();
        }
    }

    /** What is said while there is nothing to draw. */
    public void setEmptyText(String text) {
        empty.setText(text);
    }

    public String title() {
        return title;
    }

    /** Whether values are drawn by their logarithm; values of zero and below are left out then. */
    public BooleanProperty logarithmicProperty() {
        return logarithmic;
    }

    /** Weight of the moving average in [0, 1); 0 draws the values themselves. */
    public DoubleProperty smoothingProperty() {
        return smoothing;
    }

    /** The step under the mouse; NaN for none. Bind the charts of a run together with this. */
    public DoubleProperty hoveredStepProperty() {
        return hoveredStep;
    }

    /** Draws now what is due, without waiting for the pace: before a snapshot. */
    public void paintNow() {
        pacer.changed();
        pacer.flush();
    }

    /** How often the chart has been drawn since it was made. */
    public long paints() {
        return pacer.paints();
    }

    List<ChartSeries> allSeries() {
        return List.copyOf(series.values());
    }

    Range drawnSteps() {
        return drawnSteps;
    }

    Range drawnValues() {
        return drawnValues;
    }

    double plotWidth() {
        return canvas.getWidth();
    }

    double plotHeight() {
        return canvas.getHeight();
    }

    void zoom(Range steps, Range values) {
        zoomedSteps = steps;
        zoomedValues = values;
        refresh();
    }

    void resetZoom() {
        zoomedSteps = null;
        zoomedValues = null;
        refresh();
    }

    boolean isZoomed() {
        return zoomedSteps != null;
    }

    private void refresh() {
        pacer.changed();
    }

    /** Everything that is to be seen, at a width in pixels. */
    PlotPainter.Picture picture(double width) {
        Range steps = zoomedSteps != null ? zoomedSteps : PlotRanges.steps(allSeries(), lastStep);
        int columns = (int) Math.max(1, PlotPainter.plotArea(width, 100).getWidth());
        List<PlotPainter.Stroke> strokes = new ArrayList<>();
        List<Decimation.Line> measured = new ArrayList<>();
        boolean log = logarithmic.get();
        for (ChartSeries each : series.values()) {
            if (!each.isShown() || each.points().size() == 0) {
                continue;
            }
            if (smoothing.get() > 0) {
                strokes.add(stroke(each.points(), each, steps, columns, log, 0.25, 1f));
            }
            PlotPainter.Stroke main =
                    stroke(each.smoothed(smoothing.get()), each, steps, columns, log, 1, 1.6f);
            strokes.add(main);
            measured.add(main.line());
        }
        Range values = zoomedValues != null ? zoomedValues : PlotRanges.values(measured);
        return new PlotPainter.Picture(
                strokes, steps, values, log, List.copyOf(markers), theme.theme());
    }

    private static PlotPainter.Stroke stroke(
            Points points,
            ChartSeries of,
            Range steps,
            int columns,
            boolean log,
            double alpha,
            float width) {
        Decimation.Line line =
                Decimation.between(points, steps.getLowerBound(), steps.getUpperBound(), columns);
        return new PlotPainter.Stroke(
                log ? PlotRanges.logarithmic(line) : line, of.style().color(), alpha, width);
    }

    private void paint() {
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        boolean nothing = series.values().stream().allMatch(s -> s.points().size() == 0);
        empty.setVisible(nothing);
        legend.refresh();
        if (width < PlotPainter.LEFT + 20 || height < PlotPainter.BOTTOM + 20) {
            return;
        }
        canvas.getGraphicsContext2D().clearRect(0, 0, width, height);
        PlotPainter.Picture picture = picture(width);
        drawnSteps = picture.steps();
        drawnValues = picture.values();
        if (!nothing) {
            PlotPainter.paint(picture, graphics, width, height);
        }
        overlay.cursorMoved();
    }

    /** Holds the canvas at the pane's size. */
    private final class PlotPane extends StackPane {
        PlotPane() {
            getChildren().addAll(canvas, empty, overlay);
            setMinSize(80, 60);
            setPrefSize(320, 140);
            canvas.setManaged(false);
        }

        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
                canvas.setWidth(getWidth());
                canvas.setHeight(getHeight());
                pacer.changed();
                pacer.flush();
            }
        }
    }
}
