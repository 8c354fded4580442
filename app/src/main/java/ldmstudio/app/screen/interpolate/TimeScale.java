package ldmstudio.app.screen.interpolate;

import java.util.Locale;

/** Between places of a walk, 0 to 1, and pixels of a timeline; the same for all its lanes. */
final class TimeScale {
    /** Room at both ends for half a keyframe. */
    static final double PAD = 30;

    private static final double[] NICE = {0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600};

    private TimeScale() {}

    static double x(double at, double width) {
        return PAD + at * Math.max(1, width - 2 * PAD);
    }

    static double at(double x, double width) {
        return Math.max(0, Math.min(1, (x - PAD) / Math.max(1, width - 2 * PAD)));
    }

    /** Seconds between two marks of a ruler, so that their words do not touch. */
    static double tick(double seconds, double width) {
        double room = Math.max(1, width - 2 * PAD);
        for (double step : NICE) {
            if (step / seconds * room >= 56) {
                return step;
            }
        }
        return Math.ceil(seconds / 4);
    }

    /** {@code 1.5 s}, {@code 2:30}. */
    static String words(double seconds) {
        if (seconds < 60) {
            String text = String.format(Locale.ROOT, "%.2f", seconds);
            return text.replaceAll("\\.?0+$", "") + " s";
        }
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    /** Name of a keyframe: A to Z, then K27. */
    static String letter(int index) {
        return index < 26 ? String.valueOf((char) ('A' + index)) : "K" + (index + 1);
    }
}
