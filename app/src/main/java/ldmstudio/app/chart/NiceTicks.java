package ldmstudio.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for an axis and how they are written. */
final class NiceTicks {
    /** A tick: its value on the axis and its text; minor ticks have an empty text. */
    record Tick(double value, String text) {}

    private NiceTicks() {}

    /** About {@code wanted} ticks at multiples of 1, 2 or 5 times a power of ten. */
    static List<Tick> linear(double low, double high, int wanted, boolean wholeNumbers) {
        if (!(high > low) || wanted < 1) {
            return List.of(new Tick(low, text(low, Math.max(1e-12, Math.abs(low) / 10))));
        }
        double unit = niceUnit((high - low) / wanted);
        if (wholeNumbers) {
            unit = Math.max(1, unit);
        }
        List<Tick> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / unit - 1e-9);
        long last = (long) Math.floor(high / unit + 1e-9);
        for (long i = first; i <= last; i++) {
            double value = i * unit;
            ticks.add(new Tick(value, text(value, unit)));
        }
        return ticks;
    }

    /** Ticks for an axis that holds log10 of the values; {@code low} and {@code high} are logs. */
    static List<Tick> logarithmic(double low, double high, int wanted) {
        double decades = high - low;
        if (decades < 0.7) {
            List<Tick> ticks = new ArrayList<>();
            for (Tick tick : linear(Math.pow(10, low), Math.pow(10, high), wanted, false)) {
                if (tick.value() > 0) {
                    ticks.add(new Tick(Math.log10(tick.value()), tick.text()));
                }
            }
            return ticks;
        }
        double[] mantissas = decades <= wanted / 2.5 ? new double[] {1, 2, 5} : new double[] {1};
        int stride = Math.max(1, (int) Math.ceil(decades / wanted));
        List<Tick> ticks = new ArrayList<>();
        for (int decade = (int) Math.floor(low); decade <= Math.ceil(high); decade++) {
            if (Math.floorMod(decade, stride) != 0) {
                continue;
            }
            for (double mantissa : mantissas) {
                double value = mantissa * Math.pow(10, decade);
                double at = Math.log10(value);
                if (at >= low - 1e-9 && at <= high + 1e-9) {
                    ticks.add(new Tick(at, text(value, Math.pow(10, decade))));
                }
            }
        }
        return ticks;
    }

    /** A value for people: four significant digits, 1e-5 notation only where it is shorter. */
    static String value(double value) {
        if (Double.isNaN(value)) {
            return "not a number";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e7) {
            return String.format(Locale.ROOT, "%,d", (long) value);
        }
        if (size < 1e-3 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.3e", value)
                    .replaceAll("0+e", "e")
                    .replace(".e", "e")
                    .replace("e-0", "e-")
                    .replace("e+0", "e");
        }
        int digits = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%,." + Math.min(digits, 5) + "f", value);
    }

    private static String text(double value, double unit) {
        if (Math.abs(value) < unit * 1e-6) {
            return "0";
        }
        double size = Math.abs(value);
        if (size >= 1e6) {
            return trimmed(value / 1e6, unit / 1e6) + "M";
        }
        if (unit < 9e-4 && size < 9e-4) {
            int exponent = (int) Math.floor(Math.log10(size));
            double mantissa = value / Math.pow(10, exponent);
            return trimmed(mantissa, unit / Math.pow(10, exponent)) + "e" + exponent;
        }
        return trimmed(value, unit);
    }

    private static String trimmed(double value, double unit) {
        int digits = (int) Math.max(0, -Math.floor(Math.log10(unit) + 1e-9));
        return String.format(Locale.ROOT, "%,." + Math.min(digits, 8) + "f", value);
    }

    private static double niceUnit(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double mantissa = rough / power;
        return (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10) * power;
    }
}
