package ldmstudio.app.chart;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/** A chart as a file: a picture at twice the screen's resolution, or every value as a table. */
public final class ChartExport {
    private static final int SCALE = 2;

    private ChartExport() {}

    /** Writes what the chart shows now, zoom included. */
    public static void png(LiveChart chart, Path file) throws IOException {
        int width = (int) Math.max(640, chart.plotWidth());
        int height = (int) Math.max(320, chart.plotHeight());
        BufferedImage image =
                new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g2 = image.createGraphics();
        g2.scale(SCALE, SCALE);
        PlotPainter.paint(chart.picture(width), g2, width, height);
        g2.dispose();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java runtime cannot write PNG files");
        }
    }

    /** Writes all values: one row a step, one column a curve, empty where a curve has no value. */
    public static void csv(LiveChart chart, Path file) throws IOException {
        List<ChartSeries> all = chart.allSeries();
        TreeSet<Double> steps = new TreeSet<>();
        for (ChartSeries series : all) {
            for (int i = 0; i < series.points().size(); i++) {
                steps.add(series.points().x(i));
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("step");
            for (ChartSeries series : all) {
                out.write("," + series.style().name());
            }
            out.write("\n");
            int[] next = new int[all.size()];
            for (double step : steps) {
                out.write(step == Math.rint(step) ? Long.toString((long) step) : "" + step);
                for (int i = 0; i < next.length; i++) {
                    Points points = all.get(i).points();
                    out.write(",");
                    if (next[i] < points.size() && points.x(next[i]) == step) {
                        out.write(Double.toString(points.y(next[i]++)));
                    }
                }
                out.write("\n");
            }
        }
    }
}
