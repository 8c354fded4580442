package ldmstudio.app.chart;

import java.util.Arrays;

/**
 * One curve: values over ascending steps, append-only, made for millions of points.
 *
 * <p>For every block of {@value #BLOCK} points it remembers where the smallest and the largest
 * value lie, so that drawing a million points on a thousand pixels touches about a hundred
 * thousand.
 *
 * <p>A step that is not larger than the last one cuts the curve back to that step: a resumed run
 * repeats the steps since its checkpoint, and the repeated ones are the true ones.
 */
final class Points {
    static final int BLOCK = 64;

    private double[] x = new double[256];
    private double[] y = new double[256];
    private int[] lowest = new int[256 / BLOCK];
    private int[] highest = new int[256 / BLOCK];
    private int size;
    private int cuts;

    int size() {
        return size;
    }

    double x(int index) {
        return x[index];
    }

    double y(int index) {
        return y[index];
    }

    /** Appends a point; values that are not finite are kept and drawn as gaps. */
    void append(double step, double value) {
        if (size > 0 && step <= x[size - 1]) {
            truncate(firstAtOrAfter(step));
        }
        if (size == x.length) {
            x = Arrays.copyOf(x, size * 2);
            y = Arrays.copyOf(y, size * 2);
            lowest = Arrays.copyOf(lowest, size * 2 / BLOCK);
            highest = Arrays.copyOf(highest, size * 2 / BLOCK);
        }
        x[size] = step;
        y[size] = value;
        note(size);
        size++;
    }

    /**
     * How often the curve was cut back or cleared; who follows it starts anew when this changes.
     */
    int cuts() {
        return cuts;
    }

    void clear() {
        size = 0;
        cuts++;
    }

    /** Index of the first point at or after {@code step}; {@link #size()} when there is none. */
    int firstAtOrAfter(double step) {
        int found = Arrays.binarySearch(x, 0, size, step);
        return found >= 0 ? found : -found - 1;
    }

    /** Index of the point nearest to {@code step}; -1 when there are no points. */
    int nearest(double step) {
        if (size == 0) {
            return -1;
        }
        int after = firstAtOrAfter(step);
        if (after == 0) {
            return 0;
        }
        if (after == size) {
            return size - 1;
        }
        return step - x[after - 1] <= x[after] - step ? after - 1 : after;
    }

    /** Indices of the smallest and the largest finite value in {@code [from, to)}; -1 for none. */
    int[] extremes(int from, int to) {
        int low = -1;
        int high = -1;
        int index = from;
        while (index < to) {
            boolean wholeBlock = index % BLOCK == 0 && index + BLOCK <= to;
            int a = wholeBlock ? lowest[index / BLOCK] : finiteOrNone(index);
            int b = wholeBlock ? highest[index / BLOCK] : a;
            if (a >= 0 && (low < 0 || y[a] < y[low])) {
                low = a;
            }
            if (b >= 0 && (high < 0 || y[b] > y[high])) {
                high = b;
            }
            index += wholeBlock ? BLOCK : 1;
        }
        return new int[] {low, high};
    }

    private int finiteOrNone(int index) {
        return Double.isFinite(y[index]) ? index : -1;
    }

    private void note(int index) {
        int block = index / BLOCK;
        if (index % BLOCK == 0) {
            lowest[block] = -1;
            highest[block] = -1;
        }
        if (!Double.isFinite(y[index])) {
            return;
        }
        if (lowest[block] < 0 || y[index] < y[lowest[block]]) {
            lowest[block] = index;
        }
        if (highest[block] < 0 || y[index] > y[highest[block]]) {
            highest[block] = index;
        }
    }

    private void truncate(int newSize) {
        cuts++;
        size = newSize - newSize % BLOCK;
        for (int i = size; i < newSize; i++) {
            note(i);
        }
        size = newSize;
    }
}
