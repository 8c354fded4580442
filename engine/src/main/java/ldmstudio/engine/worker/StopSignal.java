package ldmstudio.engine.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens at Ctrl-C or a polite kill: the action runs once, then the process waits for its
 * work to close this, so that a checkpoint can be written first.
 *
 * <pre>{@code
 * try (var signal = StopSignal.install(() -> training.stop(true), Duration.ofMinutes(2))) {
 *     training.run(listener);
 * }
 * }</pre>
 */
public final class StopSignal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean raised;

    private StopSignal(Runnable action, Duration patience) {
        hook =
                new Thread(
                        () -> {
                            raised = true;
                            action.run();
                            await(patience);
                        },
                        "stop-signal");
    }

    /**
     * Installs the action.
     *
     * @param patience longest time that the end of the process waits for {@link #close}
     */
    public static StopSignal install(Runnable action, Duration patience) {
        StopSignal signal = new StopSignal(action, patience);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** Whether the signal came. */
    public boolean raised() {
        return raised;
    }

    /** The work is done: the process may end. */
    @Override
    public void close() {
        done.countDown();
        if (!raised) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came just now; the hook finds the latch open and returns.
                done.countDown();
            }
        }
    }

    private void await(Duration patience) {
        try {
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("ending although the work did not stop within {}", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
