package ldmstudio.engine.data;

import java.util.Arrays;

/**
 * The weights with which pixels of a line become those of a shorter or longer one.
 *
 * <p>Formula: out(x) = Σ w((i + ½ − c)/s) in(i) / Σ w, with c = (x + ½)·scale, s = max(scale, 1),
 * w(t) = sinc(t) sinc(t/3) for |t| &lt; 3.
 *
 * <p>Source: C. Duchon, "Lanczos filtering in one and two dimensions" (1979).
 */
final class Kernel {
    private static final double SUPPORT = 3;

    /** A share too small to change a level; at the same size only one pixel is left. */
    private static final double NOTHING = 1e-7;

    /** Binary digits behind the point of {@link #fixed}. */
    static final int BITS = 14;

    private final int[] first;
    private final float[][] weights;
    private final int[][] fixed;

    private Kernel(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
        this.fixed = new int[weights.length][];
        for (int x = 0; x < fixed.length; x++) {
            fixed[x] = fixed(weights[x]);
        }
    }

    /** In whole numbers that sum up to 1 exactly, so that a plain picture stays plain. */
    private static int[] fixed(float[] weights) {
        int[] whole = new int[weights.length];
        int left = 1 << BITS;
        int largest = 0;
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.round(weights[i] * (1 << BITS));
            left -= whole[i];
            largest = whole[i] > whole[largest] ? i : largest;
        }
        whole[largest] += left;
        return whole;
    }

    /** The first source pixel that has a share in a target pixel. */
    int first(int x) {
        return first[x];
    }

    /** The weights from there on, times 2 to the power of {@link #BITS}. */
    int[] fixed(int x) {
        return fixed[x];
    }

    /**
     * Lanczos-3, widened by the scale when shrinking so that nothing aliases.
     *
     * @param extent length of the line in source pixels; may end within the last one
     */
    static Kernel lanczos(double extent, int sourcePixels, int targetPixels) {
        int[] first = new int[targetPixels];
        float[][] weights = new float[targetPixels][];
        double scale = extent / targetPixels;
        double widening = Math.max(scale, 1);
        for (int x = 0; x < targetPixels; x++) {
            double centre = (x + 0.5) * scale;
            int from = (int) Math.max(0, Math.floor(centre - SUPPORT * widening));
            int to = (int) Math.min(sourcePixels, Math.ceil(centre + SUPPORT * widening));
            double[] raw = raw((from + 0.5 - centre) / widening, 1 / widening, to - from);
            double sum = Arrays.stream(raw).sum();
            int skipped = 0;
            while (Math.abs(raw[skipped]) < NOTHING * sum) {
                skipped++;
            }
            int kept = raw.length;
            while (Math.abs(raw[kept - 1]) < NOTHING * sum) {
                kept--;
            }
            first[x] = from + skipped;
            weights[x] = new float[kept - skipped];
            for (int i = skipped; i < kept; i++) {
                weights[x][i - skipped] = (float) (raw[i] / sum);
            }
        }
        return new Kernel(first, weights);
    }

    /**
     * The weights of {@code count} places from {@code t} on, {@code step} apart: sin and cos of one
     * place are turned on to the next.
     */
    private static double[] raw(double t, double step, int count) {
        double[] raw = new double[count];
        double sine = StrictMath.sin(StrictMath.PI / SUPPORT * t);
        double cosine = StrictMath.cos(StrictMath.PI / SUPPORT * t);
        double sineOn = StrictMath.sin(StrictMath.PI / SUPPORT * step);
        double cosineOn = StrictMath.cos(StrictMath.PI / SUPPORT * step);
        for (int i = 0; i < count; i++) {
            raw[i] = weight(t + i * step, sine);
            double next = sine * cosineOn + cosine * sineOn;
            cosine = cosine * cosineOn - sine * sineOn;
            sine = next;
        }
        return raw;
    }

    private static double weight(double t, double sine) {
        if (Math.abs(t) >= SUPPORT) {
            return 0;
        }
        if (Math.abs(t) < 1e-9) {
            return 1;
        }
        // sin 3a = 3 sin a − 4 sin³ a: one sine of the two.
        double angle = StrictMath.PI * t / SUPPORT;
        return (3 - 4 * sine * sine) * sine * sine / (SUPPORT * angle * angle);
    }

    int targetPixels() {
        return first.length;
    }

    /** The same on a line that has {@code by} pixels more in front. */
    Kernel shifted(int by) {
        int[] moved = first.clone();
        for (int x = 0; x < moved.length; x++) {
            moved[x] += by;
        }
        return new Kernel(moved, weights);
    }

    /**
     * The same for a line that lies there with half of its pixels and would have to be doubled
     * first: both steps are sums, so their weights are multiplied out once. Doubling is that of
     * libjpeg: ¾ of the nearer pixel and ¼ of the next.
     *
     * @param halfPixels pixels that lie there
     */
    Kernel ofHalved(int halfPixels) {
        int[] from = new int[first.length];
        float[][] shares = new float[first.length][];
        for (int x = 0; x < first.length; x++) {
            int start = first[x];
            int end = start + weights[x].length - 1;
            from[x] = Math.max(0, neighbour(start, start % 2 == 0 ? -1 : 0));
            int last = Math.min(halfPixels - 1, neighbour(end, end % 2 == 0 ? 0 : 1));
            from[x] = Math.min(from[x], halfPixels - 1);
            float[] share = new float[last - from[x] + 1];
            for (int i = 0; i < weights[x].length; i++) {
                int near = Math.min((start + i) / 2, halfPixels - 1);
                int next = near + ((start + i) % 2 == 0 ? -1 : 1);
                next = Math.max(0, Math.min(halfPixels - 1, next));
                share[near - from[x]] += 0.75f * weights[x][i];
                share[next - from[x]] += 0.25f * weights[x][i];
            }
            shares[x] = share;
        }
        return new Kernel(from, shares);
    }

    private static int neighbour(int full, int beside) {
        return full / 2 + beside;
    }

    /** One past the last source pixel that has a weight. */
    int end() {
        int end = 0;
        for (int x = 0; x < first.length; x++) {
            end = Math.max(end, first[x] + weights[x].length);
        }
        return end;
    }

    /** The first source pixel that has a weight. */
    int start() {
        return Arrays.stream(first).min().orElse(0);
    }
}
