package ldmstudio.engine.pipeline;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.function.IntPredicate;
import ldmstudio.engine.data.PixelImage;

/**
 * Times of a walk between which pictures change evenly.
 *
 * <p>The length of the way is measured at probes: first at a few even times, then each time in the
 * middle of the longest piece. A share of the length belongs to the time at which so much of it is
 * gone, in between by a straight line; so the times rise whatever the pictures do.
 */
public final class WalkPace {
    /** Nothing changes for so small a share of the way at most, so that times always rise. */
    private static final double SLOWEST = 1e-6;

    private final double[] times;
    private final double[] gone;

    private WalkPace(double[] times, double[] gone) {
        this.times = times;
        this.gone = gone;
    }

    /** Times as they are. */
    public static WalkPace even() {
        return new WalkPace(new double[] {0, 1}, new double[] {0, 1});
    }

    /**
     * Measures a way.
     *
     * @param picture the picture at a time
     * @param probes pictures to draw, at least 3
     * @param watch told the number of pictures that are drawn; false ends the measuring with a
     *     {@code CancellationException}
     */
    public static WalkPace measured(
            DoubleFunction<PixelImage> picture,
            PictureDistance distance,
            int probes,
            IntPredicate watch) {
        TreeMap<Double, PixelImage> drawn = new TreeMap<>();
        TreeMap<Double, Double> lengths = new TreeMap<>();
        int first = Math.max(3, Math.min(probes, probes / 2 + 1));
        for (int i = 0; i < probes; i++) {
            if (!watch.test(i)) {
                throw new java.util.concurrent.CancellationException(
                        "The re-timing was cancelled after " + i + " of " + probes + " pictures");
            }
            double time = i < first ? (double) i / (first - 1) : middleOfTheLongest(lengths);
            drawn.put(time, picture.apply(time));
            measure(drawn, lengths, distance, time);
        }
        return of(lengths);
    }

    /** Lengths of the pieces by the time at which each ends. */
    private static WalkPace of(TreeMap<Double, Double> lengths) {
        int pieces = lengths.size();
        double total = lengths.values().stream().mapToDouble(length -> length).sum();
        double[] times = new double[pieces + 1];
        double[] gone = new double[pieces + 1];
        int i = 0;
        for (Map.Entry<Double, Double> piece : lengths.entrySet()) {
            i++;
            times[i] = piece.getKey();
            double floor = SLOWEST * (times[i] - times[i - 1]);
            double share = total > 0 ? piece.getValue() / total : times[i] - times[i - 1];
            gone[i] = gone[i - 1] + Math.max(share, floor);
        }
        for (int j = 0; j <= pieces; j++) {
            gone[j] /= gone[pieces];
        }
        return new WalkPace(times, gone);
    }

    private static double middleOfTheLongest(TreeMap<Double, Double> lengths) {
        double best = -1;
        double middle = 0.5;
        double before = 0;
        for (Map.Entry<Double, Double> piece : lengths.entrySet()) {
            if (piece.getValue() > best) {
                best = piece.getValue();
                middle = (before + piece.getKey()) / 2;
            }
            before = piece.getKey();
        }
        return middle;
    }

    private static void measure(
            TreeMap<Double, PixelImage> drawn,
            TreeMap<Double, Double> lengths,
            PictureDistance distance,
            double time) {
        Map.Entry<Double, PixelImage> here = drawn.floorEntry(time);
        Map.Entry<Double, PixelImage> before = drawn.lowerEntry(time);
        Map.Entry<Double, PixelImage> behind = drawn.higherEntry(time);
        if (before != null) {
            lengths.put(time, distance.between(before.getValue(), here.getValue()));
        }
        if (behind != null) {
            lengths.put(behind.getKey(), distance.between(here.getValue(), behind.getValue()));
        }
    }

    /** The time at which a share of the way is gone; rises from 0 to 1. */
    public double time(double share) {
        return between(gone, times, share);
    }

    /** The share of the way that is gone at a time; the inverse of {@link #time}. */
    public double gone(double time) {
        return between(times, gone, time);
    }

    private static double between(double[] from, double[] to, double value) {
        if (value <= 0) {
            return 0;
        }
        for (int i = 1; i < from.length; i++) {
            if (value <= from[i] && value >= from[i - 1]) {
                double share = (value - from[i - 1]) / (from[i] - from[i - 1]);
                return to[i - 1] + share * (to[i] - to[i - 1]);
            }
        }
        return 1;
    }

    /** How unevenly numbers are spread: their deviation divided by their mean; 0 for equal ones. */
    public static double spread(double... lengths) {
        double mean = 0;
        for (double length : lengths) {
            mean += length / lengths.length;
        }
        double square = 0;
        for (double length : lengths) {
            square += (length - mean) * (length - mean) / lengths.length;
        }
        return mean > 0 ? Math.sqrt(square) / mean : 0;
    }
}
