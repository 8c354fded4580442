package ldmstudio.app.concurrent;

import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The clock of everything that shows a running job. Workers never push to the screen: about 15
 * times a second one task on the FX thread asks the registered readers for their newest state.
 * Nothing is asked while the window is hidden or minimised, and a tick that is still waiting for
 * the FX thread is never queued twice.
 */
public final class FrameSampler implements AutoCloseable {
    /** Rate for text and pictures, in ticks a second. */
    public static final double TEXT_HZ = 15;

    /** Rate for charts, in ticks a second. */
    public static final double CHART_HZ = 6;

    private static final long TICK_MILLIS = 66;

    private static final class Reader {
        final long intervalNanos;
        final Runnable action;
        long nextNanos = Long.MIN_VALUE;

        Reader(double hz, Runnable action) {
            // Half a tick of slack: a 15 Hz reader on a 66 ms clock must not skip every second
            // tick.
            this.intervalNanos = (long) (1e9 / hz) - TICK_MILLIS * 500_000L;
            this.action = action;
        }
    }

    private final Executor fx;
    private final CopyOnWriteArrayList<Reader> readers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile boolean visible = true;
    private @Nullable ScheduledExecutorService clock;

    public FrameSampler(Executor fx) {
        this.fx = fx;
    }

    /** Starts the clock; without it a test drives {@link #tick} itself. */
    public synchronized void start() {
        if (clock != null) {
            return;
        }
        clock =
                Executors.newSingleThreadScheduledExecutor(
                        task -> DaemonThreads.create("frame-sampler", task));
        var unused =
                clock.scheduleAtFixedRate(
                        this::post, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Off while the window is hidden or minimised. */
    public void setVisible(boolean visible) {
        this.visible = visible;
    }

    /** Calls {@code action} on the FX thread at most {@code hz} times a second while visible. */
    public Subscription register(double hz, Runnable action) {
        Reader reader = new Reader(hz, action);
        readers.add(reader);
        return () -> readers.remove(reader);
    }

    /** Calls {@code consumer} whenever {@code supplier} has something new (by equals). */
    public <T> Subscription sample(
            double hz, Supplier<? extends T> supplier, Consumer<? super T> consumer) {
        return register(
                hz,
                new Runnable() {
                    private @Nullable T last;

                    @Override
                    public void run() {
                        T now = supplier.get();
                        if (!Objects.equals(now, last)) {
                            last = now;
                            consumer.accept(now);
                        }
                    }
                });
    }

    /**
     * One tick at the given time; the clock calls it on the FX thread, a test calls it directly.
     */
    public void tick(long nanos) {
        if (!visible) {
            return;
        }
        for (Reader reader : readers) {
            if (nanos >= reader.nextNanos) {
                reader.nextNanos = nanos + reader.intervalNanos;
                reader.action.run();
            }
        }
    }

    private void post() {
        if (visible && !readers.isEmpty() && waiting.compareAndSet(false, true)) {
            fx.execute(
                    () -> {
                        waiting.set(false);
                        tick(System.nanoTime());
                    });
        }
    }

    @Override
    public synchronized void close() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
        readers.clear();
    }
}
