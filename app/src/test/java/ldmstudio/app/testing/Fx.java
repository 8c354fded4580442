package ldmstudio.app.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;

/** The toolkit in a test: started once, never left by itself. */
public final class Fx {
    private static boolean started;

    private Fx() {}

    public static synchronized void start() {
        if (started) {
            return;
        }
        CountDownLatch latch = new CountDownLatch(1);
        Platform.startup(latch::countDown);
        Platform.setImplicitExit(false);
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("JavaFX did not start within 30 s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        started = true;
    }

    /** Runs on the FX thread and waits for the result. */
    public static <T> T get(Callable<T> call) {
        start();
        FutureTask<T> task = new FutureTask<>(call);
        if (Platform.isFxApplicationThread()) {
            task.run();
        } else {
            Platform.runLater(task);
        }
        try {
            return task.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    public static void run(Runnable action) {
        Boolean done =
                get(
                        () -> {
                            action.run();
                            return true;
                        });
        if (!done) {
            throw new AssertionError();
        }
    }

    /** Waits until the condition holds on the FX thread; fails after 20 s. */
    public static void await(String what, BooleanSupplier condition) {
        await(what, 20, TimeUnit.SECONDS, condition);
    }

    /** As above, with a longer limit, in minutes. */
    public static void await(String what, long minutes, BooleanSupplier condition) {
        await(what, minutes, TimeUnit.MINUTES, condition);
    }

    private static void await(String what, long limit, TimeUnit unit, BooleanSupplier condition) {
        long end = System.nanoTime() + unit.toNanos(limit);
        while (!get(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            // Looking ten times a frame would itself be what keeps a slow machine busy.
            LockSupport.parkNanos(5_000_000);
        }
    }
}
