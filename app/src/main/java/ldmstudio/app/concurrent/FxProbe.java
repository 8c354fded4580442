package ldmstudio.app.concurrent;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the FX thread keeps others waiting: every 10 ms a timestamped task is put in
 * its queue, and the time until it runs is noted. A thread blocked for 200 ms so shows as twenty
 * delays from 200 down to 10 ms, as a person's clicks would have felt it.
 */
public final class FxProbe implements AutoCloseable {
    private static final long INTERVAL_NANOS = 10_000_000L;
    private static final int CAPACITY = 1 << 20;

    /**
     * Delays in milliseconds.
     *
     * @param firstPaintMillis from the start of the process to the first painted frame; negative:
     *     not painted
     */
    public record Report(int samples, double p50, double p99, double max, double firstPaintMillis) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "FX thread delay: p50 %.1f ms, p99 %.1f ms, max %.1f ms over %d samples;"
                            + " first paint after %.0f ms",
                    p50,
                    p99,
                    max,
                    samples,
                    firstPaintMillis);
        }
    }

    private final Executor fx;
    private final float[] delays = new float[CAPACITY];
    private int count;
    private double firstPaintMillis = -1;
    private volatile boolean running;
    private @Nullable Thread thread;

    /**
     * @param fx must queue, also when called from the FX thread
     */
    public FxProbe(Executor fx) {
        this.fx = fx;
    }

    /** The probe of the real window. */
    public static FxProbe forWindow() {
        return new FxProbe(Platform::runLater);
    }

    public synchronized void start() {
        if (thread != null) {
            return;
        }
        running = true;
        thread = DaemonThreads.create("fx-probe", this::measure);
        thread.start();
    }

    /** Prints the report when the program ends, also when it is ended from outside. */
    public void printOnExit() {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> System.err.println(report()), "studio-probe-report"));
    }

    /** Forgets what was measured so far; the time to first paint stays. */
    public synchronized void reset() {
        count = 0;
    }

    /** Notes the first painted frame; delays count from there on, the start has its own figure. */
    public synchronized void painted() {
        if (firstPaintMillis < 0) {
            count = 0;
            firstPaintMillis =
                    ProcessHandle.current()
                            .info()
                            .startInstant()
                            .map(
                                    start ->
                                            (double) System.currentTimeMillis()
                                                    - start.toEpochMilli())
                            .orElse(-1.0);
        }
    }

    public synchronized Report report() {
        float[] sorted = Arrays.copyOf(delays, count);
        Arrays.sort(sorted);
        return new Report(
                count,
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                quantile(sorted, 1),
                firstPaintMillis);
    }

    private void measure() {
        long next = System.nanoTime();
        while (running) {
            long sent = System.nanoTime();
            fx.execute(() -> record((System.nanoTime() - sent) / 1e6f));
            next += INTERVAL_NANOS;
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
    }

    private synchronized void record(float millis) {
        // Three hours at 100 samples a second fill it; after that the oldest are overwritten.
        if (count < CAPACITY) {
            delays[count++] = millis;
        } else {
            delays[(int) (System.nanoTime() & (CAPACITY - 1))] = millis;
        }
    }

    private static double quantile(float[] sorted, double q) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(q * (sorted.length - 1)))];
    }

    @Override
    public synchronized void close() {
        running = false;
        if (thread != null) {
            LockSupport.unpark(thread);
            thread = null;
        }
    }
}
