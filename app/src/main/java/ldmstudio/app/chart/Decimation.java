package ldmstudio.app.chart;

import java.util.Arrays;

/**
 * What of a curve is drawn: at most two points a pixel column, the smallest and the largest in the
 * order in which they came, so that no spike is lost however many points there are.
 */
final class Decimation {
    /** A drawn polyline; a NaN in {@code y} is a gap. */
    record Line(double[] x, double[] y) {
        int size() {
            return x.length;
        }
    }

    private Decimation() {}

    /**
     * The polyline of {@code points} between two steps on {@code columns} pixel columns, with one
     * point beyond each end so that the line runs out of the picture instead of stopping in it.
     */
    static Line between(Points points, double fromStep, double toStep, int columns) {
        int first = Math.max(0, points.firstAtOrAfter(fromStep) - 1);
        int end = Math.min(points.size(), points.firstAtOrAfter(Math.nextUp(toStep)) + 1);
        int count = Math.max(0, end - first);
        if (count <= 2 * Math.max(1, columns)) {
            double[] x = new double[count];
            double[] y = new double[count];
            for (int i = 0; i < count; i++) {
                x[i] = points.x(first + i);
                y[i] = finite(points.y(first + i));
            }
            return new Line(x, y);
        }
        return extremesOfColumns(points, first, end, fromStep, toStep, columns);
    }

    private static Line extremesOfColumns(
            Points points, int first, int end, double fromStep, double toStep, int columns) {
        double[] x = new double[2 * columns + 2];
        double[] y = new double[2 * columns + 2];
        int size = 0;
        double width = (toStep - fromStep) / columns;
        int start = first;
        for (int column = 0; column < columns && start < end; column++) {
            int stop =
                    column == columns - 1
                            ? end
                            : Math.min(end, points.firstAtOrAfter(fromStep + (column + 1) * width));
            if (stop == start) {
                continue;
            }
            int[] extremes = points.extremes(start, stop);
            int a = Math.min(extremes[0], extremes[1]);
            int b = Math.max(extremes[0], extremes[1]);
            if (a < 0) {
                x[size] = points.x(start);
                y[size++] = Double.NaN;
            } else {
                x[size] = points.x(a);
                y[size++] = points.y(a);
                if (b != a) {
                    x[size] = points.x(b);
                    y[size++] = points.y(b);
                }
            }
            start = stop;
        }
        return new Line(Arrays.copyOf(x, size), Arrays.copyOf(y, size));
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
