package ldmstudio.app.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Short forms for labels; English, with a comma for thousands. */
public final class Readable {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private Readable() {}

    /** {@code 4,200}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 4,200 / 10,000}; without the total while it is unknown. */
    public static String steps(long step, long total) {
        return total > 0 ? count(step) + " / " + count(total) : count(step);
    }

    /** {@code 4.2 it/s}, or {@code 3.1 s/it} for slow ones; empty: unknown. */
    public static String rate(double perSecond) {
        if (!(perSecond > 0)) {
            return "";
        }
        return perSecond >= 1
                ? String.format(Locale.ROOT, "%.1f it/s", perSecond)
                : String.format(Locale.ROOT, "%.1f s/it", 1 / perSecond);
    }

    /** {@code 45 s}, {@code 23 min}, {@code 2 h 05 min}, {@code 3 d 4 h}; empty: unknown. */
    public static String duration(double seconds) {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            return "";
        }
        long s = Math.round(seconds);
        if (s < 60) {
            return s + " s";
        }
        long minutes = Math.round(seconds / 60);
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return String.format(Locale.ROOT, "%d h %02d min", hours, minutes % 60);
        }
        return hours / 24 + " d " + hours % 24 + " h";
    }

    /** {@code 812 MiB}, {@code 3.1 GiB}; empty: unknown. */
    public static String memory(double mib) {
        if (!(mib > 0)) {
            return "";
        }
        return mib < 1000
                ? String.format(Locale.ROOT, "%.0f MiB", mib)
                : String.format(Locale.ROOT, "%.1f GiB", mib / 1024);
    }

    /** {@code 812 B}, {@code 34.5 KiB}, {@code 12.3 MiB}, {@code 4.0 GiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double kib = bytes / 1024.0;
        return kib < 1000
                ? String.format(Locale.ROOT, "%.1f KiB", kib)
                : kib < 1000 * 1024
                        ? String.format(Locale.ROOT, "%.1f MiB", kib / 1024)
                        : String.format(Locale.ROOT, "%.1f GiB", kib / 1024 / 1024);
    }

    /** {@code just now}, {@code 5 min ago}, {@code 3 h ago}, {@code yesterday}, a date. */
    public static String ago(long epochMillis, Instant now) {
        if (epochMillis <= 0) {
            return "";
        }
        Duration age = Duration.between(Instant.ofEpochMilli(epochMillis), now);
        if (age.toSeconds() < 60) {
            return "just now";
        }
        if (age.toMinutes() < 60) {
            return age.toMinutes() + " min ago";
        }
        if (age.toHours() < 24) {
            return age.toHours() + " h ago";
        }
        if (age.toDays() < 2) {
            return "yesterday";
        }
        if (age.toDays() < 7) {
            return age.toDays() + " days ago";
        }
        return DAY.format(Instant.ofEpochMilli(epochMillis).atZone(ZoneId.systemDefault()));
    }

    /** {@code 0.0123}, {@code 1.2e-05}: four digits that matter. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e5)) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return String.format(
                Locale.ROOT, size < 10 ? "%.4f" : size < 1000 ? "%.2f" : "%.0f", value);
    }
}
