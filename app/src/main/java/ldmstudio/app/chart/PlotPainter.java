package ldmstudio.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;

/**
 * Draws one picture of a chart with JFreeChart onto any {@code Graphics2D}: the window's canvas or
 * a file. It keeps no listeners: nothing is drawn unless asked.
 */
final class PlotPainter {
    /** A curve to draw: its polyline in axis values and its look. */
    record Stroke(
            Decimation.Line line, javafx.scene.paint.Color color, double alpha, float width) {}

    /** Everything in one picture. A logarithmic picture holds log10 of the values. */
    record Picture(
            List<Stroke> strokes,
            Range steps,
            Range values,
            boolean logarithmic,
            List<ChartMarker> markers,
            ChartTheme theme) {}

    static final double LEFT = 54;
    static final double BOTTOM = 20;
    private static final double TOP = 4;
    private static final double RIGHT = 26;

    /** About the width of a letter of {@link #FONT}. */
    private static final double LETTER = 6.2;

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private PlotPainter() {}

    /** Where the curves lie in a picture of this size: x, y, width, height. */
    static Rectangle2D plotArea(double width, double height) {
        return new Rectangle2D.Double(
                LEFT, TOP, Math.max(1, width - LEFT - RIGHT), Math.max(1, height - TOP - BOTTOM));
    }

    static void paint(Picture picture, Graphics2D g2, double width, double height) {
        TickAxis steps = new TickAxis(true);
        TickAxis values = new TickAxis(false);
        values.setLogarithmic(picture.logarithmic());
        steps.setRange(picture.steps(), true, false);
        values.setRange(picture.values(), true, false);
        style(steps, picture.theme());
        style(values, picture.theme());

        List<Decimation.Line> lines = new ArrayList<>();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        for (int i = 0; i < picture.strokes().size(); i++) {
            Stroke stroke = picture.strokes().get(i);
            lines.add(stroke.line());
            renderer.setSeriesPaint(i, awt(stroke.color(), stroke.alpha()), false);
            renderer.setSeriesStroke(
                    i,
                    new BasicStroke(stroke.width(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND),
                    false);
            if (stroke.line().size() == 1) {
                renderer.setSeriesShapesVisible(i, true);
                renderer.setSeriesShape(
                        i, new java.awt.geom.Ellipse2D.Double(-2.5, -2.5, 5, 5), false);
            }
        }
        XYPlot plot = new XYPlot(new LineDataset(lines), steps, values, renderer);
        plot.setNotify(false);
        plot.setInsets(new RectangleInsets(TOP, 0, 0, RIGHT));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setFixedRangeAxisSpace(space(LEFT, 0));
        plot.setFixedDomainAxisSpace(space(0, BOTTOM));
        plot.setBackgroundPaint(awt(picture.theme().plot(), 1));
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(awt(picture.theme().grid(), 1));
        plot.setRangeGridlinePaint(awt(picture.theme().grid(), 1));
        plot.setDomainGridlineStroke(new BasicStroke(1f));
        plot.setRangeGridlineStroke(new BasicStroke(1f));
        addMarkers(plot, picture, width);

        JFreeChart chart = new JFreeChart(null, FONT, plot, false);
        chart.setNotify(false);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        chart.setBackgroundPaint(awt(picture.theme().plot(), 1));
        g2.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        chart.draw(g2, new Rectangle2D.Double(0, 0, width, height), new ChartRenderingInfo());
    }

    private static AxisSpace space(double left, double bottom) {
        AxisSpace space = new AxisSpace();
        space.setLeft(left);
        space.setBottom(bottom);
        return space;
    }

    private static void style(TickAxis axis, ChartTheme theme) {
        axis.setTickLabelFont(FONT);
        axis.setTickLabelPaint(awt(theme.text(), 1));
        axis.setAxisLinePaint(awt(theme.axis(), 1));
        axis.setTickLabelInsets(new RectangleInsets(3, 4, 2, 5));
    }

    private static void addMarkers(XYPlot plot, Picture picture, double width) {
        double pixelsPerStep = plotArea(width, 100).getWidth() / picture.steps().getLength();
        List<List<Range>> taken = List.of(new ArrayList<>(), new ArrayList<>());
        List<ChartMarker> markers = new ArrayList<>(picture.markers());
        // Where words would overlap, the discriminator's and the problems' win.
        markers.sort(
                Comparator.comparing(
                        m ->
                                m.kind() != ChartMarker.Kind.DISCRIMINATOR
                                        && m.kind() != ChartMarker.Kind.PROBLEM));
        for (ChartMarker marker : markers) {
            if (!picture.steps().contains(marker.step())) {
                continue;
            }
            javafx.scene.paint.Color color =
                    switch (marker.kind()) {
                        case DISCRIMINATOR -> picture.theme().accent();
                        case PROBLEM -> picture.theme().danger();
                        case PAUSE, SETTING, CHECKPOINT -> picture.theme().text();
                    };
            boolean quiet = marker.kind() == ChartMarker.Kind.CHECKPOINT;
            ValueMarker line = new ValueMarker(marker.step());
            line.setPaint(awt(color, quiet ? 0.35 : 0.9));
            line.setStroke(
                    new BasicStroke(
                            1f,
                            BasicStroke.CAP_BUTT,
                            BasicStroke.JOIN_MITER,
                            10f,
                            quiet ? new float[] {1, 5} : new float[] {4, 3},
                            0f));
            if (!quiet) {
                double at = marker.step() * pixelsPerStep;
                double length = 8 + LETTER * marker.label().length();
                double start = picture.steps().getLowerBound() * pixelsPerStep;
                boolean nearRight =
                        (picture.steps().getUpperBound() - marker.step()) * pixelsPerStep < length;
                double from = nearRight ? at - length : at;
                Range word = new Range(from, from + length);
                int row = from < start ? -1 : freeRow(taken, word);
                if (row >= 0) {
                    taken.get(row).add(word);
                    label(line, marker.label(), color, nearRight, row);
                }
            }
            plot.addDomainMarker(line, Layer.BACKGROUND);
        }
    }

    private static int freeRow(List<List<Range>> taken, Range word) {
        for (int row = 0; row < taken.size(); row++) {
            if (taken.get(row).stream().noneMatch(word::intersects)) {
                return row;
            }
        }
        return -1;
    }

    /** Two rows of words; a third word that would overlap is left out, its line stays. */
    private static void label(
            ValueMarker line,
            String text,
            javafx.scene.paint.Color color,
            boolean nearRight,
            int row) {
        line.setLabel(text);
        line.setLabelFont(FONT);
        line.setLabelPaint(awt(color, 1));
        line.setLabelBackgroundColor(new Color(0, 0, 0, 0));
        line.setLabelAnchor(nearRight ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
        line.setLabelTextAnchor(nearRight ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
        line.setLabelOffset(new RectangleInsets(2 + row * 15.0, 4, 2, 4));
    }

    private static Color awt(javafx.scene.paint.Color color, double alpha) {
        return new Color(
                (float) color.getRed(),
                (float) color.getGreen(),
                (float) color.getBlue(),
                (float) (color.getOpacity() * alpha));
    }
}
