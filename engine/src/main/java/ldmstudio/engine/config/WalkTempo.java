package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * How quickly a walk is gone: at which of its times which share of the change has happened.
 *
 * <p>Between two measured times the share grows by a straight line, so both ways rise.
 *
 * @param times rising from 0 to 1
 * @param gone share of all change that has happened at each of them, rising from 0 to 1
 */
public record WalkTempo(List<Double> times, List<Double> gone) {
    /** Times as they are. */
    public static final WalkTempo EVEN = new WalkTempo(List.of(0.0, 1.0), List.of(0.0, 1.0));

    public WalkTempo {
        times = List.copyOf(times);
        gone = List.copyOf(gone);
        if (times.size() != gone.size() || !rises(times) || !rises(gone)) {
            throw new IllegalArgumentException(
                    "a tempo needs as many times as shares, each rising from 0 to 1; given were "
                            + times
                            + " and "
                            + gone);
        }
    }

    /** As JSON tells it: two lists of numbers. */
    public static WalkTempo of(List<?> times, List<?> gone) {
        return new WalkTempo(numbers(times), numbers(gone));
    }

    private static List<Double> numbers(List<?> values) {
        List<Double> numbers = new ArrayList<>();
        for (Object value : values) {
            numbers.add(value instanceof Number number ? number.doubleValue() : Double.NaN);
        }
        return numbers;
    }

    private static boolean rises(List<Double> values) {
        int last = values.size() - 1;
        boolean rises = last >= 1 && values.get(0) == 0 && Math.abs(values.get(last) - 1) < 1e-9;
        for (int i = 1; i <= last && rises; i++) {
            rises = values.get(i) > values.get(i - 1);
        }
        return rises;
    }

    /** The time at which a share of the way is gone; rises from 0 to 1. */
    public double time(double share) {
        return between(gone, times, share);
    }

    /** The share of the way that is gone at a time; the inverse of {@link #time}. */
    public double gone(double time) {
        return between(times, gone, time);
    }

    private static double between(List<Double> from, List<Double> to, double value) {
        if (value <= 0) {
            return 0;
        }
        for (int i = 1; i < from.size(); i++) {
            double a = from.get(i - 1);
            double b = from.get(i);
            if (value <= b && value >= a) {
                double share = (value - a) / (b - a);
                return to.get(i - 1) + share * (to.get(i) - to.get(i - 1));
            }
        }
        return 1;
    }
}
