package ldmstudio.engine.data;

/**
 * Applies two {@link Kernel}s to a plane of levels, columns first, then rows.
 *
 * <p>Both passes add whole lines, the second one on the turned plane; every line is an array of its
 * own, and numbers are whole with {@link Kernel#BITS} binary digits behind the point. So the
 * compiler makes vector instructions of every loop, which it does not of conversions to floats, and
 * the garbage collector has no large arrays to place. The error is below a tenth of a level.
 */
final class PlaneScaler {
    /** Numbers that are written beside one another: each column is a far place in memory. */
    private static final int TURNED_AT_ONCE = 8;

    /** Binary digits that levels keep between the passes. */
    private static final int KEPT = 8;

    private static final int DROPPED = Kernel.BITS - KEPT;
    private static final int HALF = 1 << KEPT - 1;

    private PlaneScaler() {}

    /** Gives a line of a plane, or of several whose levels take turns. */
    interface Lines {
        void read(int y, int[] to);
    }

    /**
     * Scales a plane.
     *
     * @param width of a line
     * @return {@code across.targetPixels()} columns of {@code down.targetPixels()} levels each, not
     *     yet within 0 and 255: the result is turned
     */
    static int[][] turned(Lines plane, int width, Kernel across, Kernel down) {
        return turned(plane, width, 1, across, down)[0];
    }

    /**
     * Scales several planes whose levels take turns in the lines.
     *
     * @param width pixels of a line
     * @return each plane's columns
     */
    static int[][][] turned(Lines planes, int width, int channels, Kernel across, Kernel down) {
        int left = across.start();
        int height = down.targetPixels();
        int[][][] columns = new int[channels][across.end() - left][height];
        LineWindow window = new LineWindow(planes, width * channels, down);
        int[][] rows = new int[TURNED_AT_ONCE][width * channels];
        for (int y = 0; y < height; y += TURNED_AT_ONCE) {
            int count = Math.min(TURNED_AT_ONCE, height - y);
            for (int i = 0; i < count; i++) {
                window.moveTo(y + i);
                sum(window.lines(), window.first(y + i), down.fixed(y + i), rows[i]);
                shift(rows[i], 0, DROPPED);
            }
            for (int c = 0; c < channels; c++) {
                turn(rows, left * channels + c, channels, columns[c], y, count);
            }
        }
        int[][][] result = new int[channels][across.targetPixels()][height];
        for (int c = 0; c < channels; c++) {
            for (int x = 0; x < result[c].length; x++) {
                sum(columns[c], across.first(x) - left, across.fixed(x), result[c][x]);
                shift(result[c][x], HALF << Kernel.BITS, KEPT + Kernel.BITS);
            }
        }
        return result;
    }

    private static void shift(int[] line, int plus, int by) {
        for (int i = 0; i < line.length; i++) {
            line[i] = line[i] + plus >> by;
        }
    }

    /** Writes every {@code step}th level of rows into columns from {@code y} on. */
    static void turn(int[][] rows, int left, int step, int[][] columns, int y, int count) {
        if (count < TURNED_AT_ONCE) {
            for (int x = 0; x < columns.length; x++) {
                for (int i = 0; i < count; i++) {
                    columns[x][y + i] = rows[i][left + step * x];
                }
            }
            return;
        }
        int[] a = rows[0];
        int[] b = rows[1];
        int[] c = rows[2];
        int[] d = rows[3];
        int[] e = rows[4];
        int[] f = rows[5];
        int[] g = rows[6];
        int[] h = rows[7];
        for (int x = 0; x < columns.length; x++) {
            int[] column = columns[x];
            int in = left + step * x;
            column[y] = a[in];
            column[y + 1] = b[in];
            column[y + 2] = c[in];
            column[y + 3] = d[in];
            column[y + 4] = e[in];
            column[y + 5] = f[in];
            column[y + 6] = g[in];
            column[y + 7] = h[in];
        }
    }

    /** {@code to = Σ weights[k] · lines[first + k]}, four lines at a time. */
    private static void sum(int[][] lines, int first, int[] weights, int[] to) {
        int taps = weights.length;
        int k = taps % 4;
        if (k == 0) {
            add(lines, first, weights, 0, to, true);
            k = 4;
        } else {
            set(lines[first], weights[0], to);
            for (int i = 1; i < k; i++) {
                add(lines[first + i], weights[i], to);
            }
        }
        for (; k < taps; k += 4) {
            add(lines, first + k, weights, k, to, false);
        }
    }

    private static void add(
            int[][] lines, int first, int[] weights, int k, int[] to, boolean begin) {
        int[] a = lines[first];
        int[] b = lines[first + 1];
        int[] c = lines[first + 2];
        int[] d = lines[first + 3];
        if (begin) {
            set(a, b, c, d, weights[k], weights[k + 1], weights[k + 2], weights[k + 3], to);
        } else {
            add(a, b, c, d, weights[k], weights[k + 1], weights[k + 2], weights[k + 3], to);
        }
    }

    private static void set(int[] a, int wa, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = wa * a[i];
        }
    }

    private static void add(int[] a, int wa, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += wa * a[i];
        }
    }

    private static void set(
            int[] a, int[] b, int[] c, int[] d, int wa, int wb, int wc, int wd, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
        }
    }

    private static void add(
            int[] a, int[] b, int[] c, int[] d, int wa, int wb, int wc, int wd, int[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
        }
    }

    /** A picture of turned planes of levels, which are brought within 0 and 255. */
    static PixelImage packed(int[][] red, int[][] green, int[][] blue, int height) {
        int width = red.length;
        int[] argb = new int[width * height];
        int[][] pixels = new int[TURNED_AT_ONCE][height];
        for (int x = 0; x < width; x += TURNED_AT_ONCE) {
            int count = Math.min(TURNED_AT_ONCE, width - x);
            for (int i = 0; i < count; i++) {
                pack(red[x + i], green[x + i], blue[x + i], pixels[i]);
            }
            for (int y = 0; y < height; y++) {
                int out = y * width + x;
                for (int i = 0; i < count; i++) {
                    argb[out + i] = pixels[i][y];
                }
            }
        }
        return new PixelImage(width, height, argb);
    }

    private static void pack(int[] red, int[] green, int[] blue, int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            int r = Math.max(0, Math.min(255, red[i]));
            int g = Math.max(0, Math.min(255, green[i]));
            int b = Math.max(0, Math.min(255, blue[i]));
            argb[i] = 0xFF000000 | r << 16 | g << 8 | b;
        }
    }
}
