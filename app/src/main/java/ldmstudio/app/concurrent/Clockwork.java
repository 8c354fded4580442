package ldmstudio.app.concurrent;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javafx.util.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats short work in the background, such as looking whether a file has grown. */
public final class Clockwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Clockwork.class);

    private final ScheduledExecutorService pool =
            Executors.newScheduledThreadPool(2, task -> DaemonThreads.create("clockwork", task));

    /** Runs {@code task} now and then again {@code millis} after each end. */
    public Subscription every(long millis, Runnable task) {
        var scheduled =
                pool.scheduleWithFixedDelay(
                        () -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                // The executor would silently never run it again.
                                LOG.error("background work failed; it is tried again", e);
                            }
                        },
                        0,
                        millis,
                        TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
