package ldmstudio.app.chart;

import java.util.List;
import org.jfree.data.Range;

/** What part of steps and values a chart shows when nobody has zoomed. */
final class PlotRanges {
    private static final double MARGIN = 0.06;

    private PlotRanges() {}

    /**
     * From the first to the last step of all curves; with {@code last} from 0 to at least there.
     */
    static Range steps(List<ChartSeries> series, double last) {
        double low = last > 0 ? 0 : Double.POSITIVE_INFINITY;
        double high = last > 0 ? last : Double.NEGATIVE_INFINITY;
        for (ChartSeries each : series) {
            Points points = each.points();
            if (points.size() > 0) {
                low = Math.min(low, points.x(0));
                high = Math.max(high, points.x(points.size() - 1));
            }
        }
        if (!(high >= low)) {
            return new Range(0, 1);
        }
        // A run that logs every tenth step begins at 0 all the same.
        double from = low > 0 && low < high * 0.05 ? 0 : low;
        return high > from ? new Range(from, high) : new Range(from - 1, high + 1);
    }

    /** All finite values with a margin; never empty. */
    static Range values(List<Decimation.Line> lines) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Decimation.Line line : lines) {
            for (double value : line.y()) {
                if (!Double.isNaN(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (!(high >= low)) {
            return new Range(0, 1);
        }
        double margin = high > low ? (high - low) * MARGIN : Math.max(1e-9, Math.abs(high) * 0.1);
        return new Range(low - margin, high + margin);
    }

    /** The same line with log10 of its values; values that have none become gaps. */
    static Decimation.Line logarithmic(Decimation.Line line) {
        double[] y = new double[line.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = line.y()[i] > 0 ? Math.log10(line.y()[i]) : Double.NaN;
        }
        return new Decimation.Line(line.x(), y);
    }
}
