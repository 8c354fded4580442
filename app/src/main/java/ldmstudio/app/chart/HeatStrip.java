package ldmstudio.app.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;

/**
 * The loss of every timestep range over the training steps as colours: rows are ranges of the noise
 * schedule (clean below, noise above), columns are steps, the colour is log10 of the loss. Shows at
 * a glance which part of the schedule still learns.
 */
public final class HeatStrip extends VBox {
    private static final double LEFT = PlotPainter.LEFT;
    private static final double BOTTOM = PlotPainter.BOTTOM;
    private static final double RIGHT = 76;
    private static final double TOP = 4;
    private static final Font FONT = Font.font(11);

    private final TreeMap<Long, double[]> columns = new TreeMap<>();
    private final Canvas canvas = new Canvas();
    private final ThemeProbe theme = new ThemeProbe();
    private final Label empty = new Label("No timestep has been measured yet");
    private final Tooltip tooltip = new Tooltip();
    private final RepaintPacer pacer;
    private final Pane plot = new PlotPane();
    private int timesteps = 1000;
    private double low;
    private double high = 1;

    /** An empty strip under a title. */
    public HeatStrip(String title) {
        pacer = new RepaintPacer(this, this::paint);
        getStyleClass().add("heat-strip");
        getStylesheets().add(ThemeProbe.STYLESHEET);
        setPadding(new Insets(6, 4, 2, 4));
        setSpacing(4);
        Label heading = new Label(title);
        heading.getStyleClass().add("text-bold");
        empty.getStyleClass().add("text-muted");
        VBox.setVgrow(plot, Priority.ALWAYS);
        getChildren().addAll(heading, plot, theme);
        theme.setOnChange(pacer::changed);
        tooltip.setShowDelay(Duration.millis(100));
        Tooltip.install(plot, tooltip);
        plot.setOnMouseMoved(e -> tooltip.setText(describe(e.getX(), e.getY())));
    }

    /** Steps of the noise schedule, for the labels of the rows. */
    public void setTimesteps(int timesteps) {
        this.timesteps = timesteps;
        pacer.changed();
    }

    /**
     * Sets the losses of one training step, lowest timesteps first; NaN where none was measured.
     */
    public void put(long step, List<Double> losses) {
        columns.tailMap(step, true).clear();
        columns.put(step, losses.stream().mapToDouble(Double::doubleValue).toArray());
        pacer.changed();
    }

    /** Forgets everything. */
    public void clear() {
        columns.clear();
        pacer.changed();
    }

    /** Number of training steps held. */
    public int size() {
        return columns.size();
    }

    /** Draws now: before a snapshot. */
    public void paintNow() {
        pacer.changed();
        pacer.flush();
    }

    private int rows() {
        return columns.values().stream().mapToInt(c -> c.length).max().orElse(0);
    }

    private double plotWidth() {
        return Math.max(1, canvas.getWidth() - LEFT - RIGHT);
    }

    private double plotHeight() {
        return Math.max(1, canvas.getHeight() - TOP - BOTTOM);
    }

    private void paint() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        empty.setVisible(columns.isEmpty());
        int rows = rows();
        if (rows == 0 || canvas.getWidth() < LEFT + RIGHT + 10) {
            return;
        }
        measure();
        int width = (int) plotWidth();
        WritableImage image = new WritableImage(width, rows);
        int[] line = new int[width];
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < width; x++) {
                line[x] = argb(valueAt(x / (double) width, rows - 1 - row));
            }
            image.getPixelWriter()
                    .setPixels(0, row, width, 1, PixelFormat.getIntArgbInstance(), line, 0, width);
        }
        g.setImageSmoothing(false);
        g.drawImage(image, LEFT, TOP, plotWidth(), plotHeight());
        labels(g, rows);
    }

    private void measure() {
        low = Double.POSITIVE_INFINITY;
        high = Double.NEGATIVE_INFINITY;
        for (double[] column : columns.values()) {
            for (double value : column) {
                if (value > 0 && Double.isFinite(value)) {
                    low = Math.min(low, Math.log10(value));
                    high = Math.max(high, Math.log10(value));
                }
            }
        }
        if (!(high > low)) {
            low = Double.isFinite(low) ? low - 0.5 : 0;
            high = low + 1;
        }
    }

    /** Each column reaches to the next measured step, as the last known state of the model. */
    private double valueAt(double share, int bucket) {
        double step = columns.firstKey() + share * (columns.lastKey() - columns.firstKey());
        Map.Entry<Long, double[]> column = columns.floorEntry((long) Math.floor(step));
        double[] losses = column == null ? columns.firstEntry().getValue() : column.getValue();
        return bucket < losses.length ? losses[bucket] : Double.NaN;
    }

    private int argb(double value) {
        if (!(value > 0)) {
            return 0;
        }
        Color c = HeatColors.at((Math.log10(value) - low) / (high - low));
        return 0xFF000000
                | (int) (c.getRed() * 255) << 16
                | (int) (c.getGreen() * 255) << 8
                | (int) (c.getBlue() * 255);
    }

    private void labels(GraphicsContext g, int rows) {
        g.setFont(FONT);
        g.setFill(theme.theme().text());
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        int stride = (int) Math.max(1, Math.ceil(rows * 16 / plotHeight()));
        for (int bucket = 0; bucket < rows; bucket += stride) {
            double y = TOP + plotHeight() * (rows - bucket - 0.5) / rows;
            g.fillText("t " + (long) bucket * timesteps / rows, LEFT - 6, y);
        }
        double from = columns.firstKey();
        double to = columns.lastKey();
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        for (NiceTicks.Tick tick :
                NiceTicks.linear(from, to, (int) Math.max(2, plotWidth() / 70), true)) {
            double share = to > from ? (tick.value() - from) / (to - from) : 0.5;
            g.fillText(tick.text(), LEFT + share * plotWidth(), TOP + plotHeight() + 4);
        }
        scale(g);
    }

    private void scale(GraphicsContext g) {
        double x = LEFT + plotWidth() + 10;
        int height = (int) plotHeight();
        for (int i = 0; i < height; i++) {
            g.setFill(HeatColors.at(1 - i / (double) height));
            g.fillRect(x, TOP + i, 8, 1.5);
        }
        g.setFill(theme.theme().text());
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.TOP);
        g.fillText(NiceTicks.value(Math.pow(10, high)), x + 12, TOP);
        g.setTextBaseline(VPos.BOTTOM);
        g.fillText(NiceTicks.value(Math.pow(10, low)), x + 12, TOP + plotHeight());
    }

    private String describe(double x, double y) {
        int rows = rows();
        double share = (x - LEFT) / plotWidth();
        double up = 1 - (y - TOP) / plotHeight();
        if (rows == 0 || share < 0 || share > 1 || up < 0 || up > 1) {
            return "Colour: loss; rows: timesteps, noise above; columns: training steps";
        }
        int bucket = Math.min(rows - 1, (int) (up * rows));
        long step = columns.firstKey() + (long) (share * (columns.lastKey() - columns.firstKey()));
        double value = valueAt(share, bucket);
        return "timesteps "
                + (long) bucket * timesteps / rows
                + "–"
                + ((long) (bucket + 1) * timesteps / rows - 1)
                + ", step "
                + NiceTicks.value(step)
                + ": "
                + (Double.isNaN(value) ? "not measured" : "loss " + NiceTicks.value(value));
    }

    /** The losses of the last step, for tests and the status line. */
    public double[] last() {
        return columns.isEmpty()
                ? new double[0]
                : Arrays.copyOf(
                        columns.lastEntry().getValue(), columns.lastEntry().getValue().length);
    }

    /** Holds the canvas at the pane's size. */
    private final class PlotPane extends Pane {
        PlotPane() {
            getChildren().addAll(canvas, empty);
            canvas.setManaged(false);
            setMinHeight(60);
            setPrefHeight(140);
        }

        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            empty.autosize();
            empty.relocate(
                    (getWidth() - empty.getWidth()) / 2, (getHeight() - empty.getHeight()) / 2);
            if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
                canvas.setWidth(getWidth());
                canvas.setHeight(getHeight());
                paintNow();
            }
        }
    }
}
