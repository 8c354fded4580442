package ldmstudio.engine.pipeline;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleFunction;
import java.util.function.IntPredicate;
import ldmstudio.engine.config.WalkTempo;
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

    private final WalkTempo tempo;

    private WalkPace(WalkTempo tempo) {
        this.tempo = tempo;
    }

    /** Times as they are. */
    public static WalkPace even() {
        return new WalkPace(WalkTempo.EVEN);
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
        PaceProbes all = new PaceProbes(distance, probes);
        for (int i = 0; i < probes; i++) {
            if (!watch.test(i)) {
                throw cancelled(i, probes);
            }
            double time = all.next();
            all.add(time, picture.apply(time));
        }
        return all.pace();
    }

    static CancellationException cancelled(int drawn, int probes) {
        return new CancellationException(
                "The re-timing was cancelled after " + drawn + " of " + probes + " pictures");
    }

    /** Lengths of the pieces by the time at which each ends. */
    static WalkPace of(SortedMap<Double, Double> lengths) {
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
        return new WalkPace(
                new WalkTempo(
                        Arrays.stream(times).boxed().toList(),
                        Arrays.stream(gone).boxed().toList()));
    }

    /** The pace as two lists of numbers. */
    public WalkTempo tempo() {
        return tempo;
    }

    /** The time at which a share of the way is gone; rises from 0 to 1. */
    public double time(double share) {
        return tempo.time(share);
    }

    /** The share of the way that is gone at a time; the inverse of {@link #time}. */
    public double gone(double time) {
        return tempo.gone(time);
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
