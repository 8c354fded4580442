package ldmstudio.app.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One piece of background work and its outcome. Listeners are called on the FX executor, each
 * exactly once, also when they are added after the end. A cancelled job calls neither {@code
 * onSuccess} nor {@code onFailure}.
 */
public final class Job<T> {
    /** Where a job is in its life. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** The work itself; runs in the background. */
    @FunctionalInterface
    public interface Work<T> {
        T call(Progress progress) throws Exception;
    }

    private final String name;
    private final Executor fx;
    private final Progress progress = new Progress();
    private final List<Consumer<Job<T>>> listeners = new ArrayList<>();
    private State state = State.RUNNING;
    private @Nullable T value;
    private @Nullable Throwable failure;
    private @Nullable Thread worker;

    Job(String name, Executor fx) {
        this.name = name;
        this.fx = fx;
    }

    public String name() {
        return name;
    }

    public Progress progress() {
        return progress;
    }

    public synchronized State state() {
        return state;
    }

    /** Calls {@code consumer} with the result on the FX executor. */
    public Job<T> onSuccess(Consumer<? super T> consumer) {
        return onEnd(
                job -> {
                    T result = job.value;
                    if (job.state() == State.SUCCEEDED && result != null) {
                        consumer.accept(result);
                    }
                });
    }

    /** Calls {@code consumer} with what was thrown, on the FX executor. */
    public Job<T> onFailure(Consumer<? super Throwable> consumer) {
        return onEnd(
                job -> {
                    Throwable thrown = job.failure;
                    if (job.state() == State.FAILED && thrown != null) {
                        consumer.accept(thrown);
                    }
                });
    }

    /** Calls {@code action} on the FX executor whatever the outcome. */
    public Job<T> onFinished(Runnable action) {
        return onEnd(job -> action.run());
    }

    /** Asks the work to end; the job counts as cancelled at once. */
    public void cancel() {
        progress.cancel();
        Thread running;
        synchronized (this) {
            running = worker;
        }
        if (running != null) {
            running.interrupt();
        }
        end(State.CANCELLED, null, null);
    }

    void execute(Work<T> work) {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            worker = Thread.currentThread();
        }
        try {
            T result = work.call(progress);
            detach();
            end(State.SUCCEEDED, result, null);
        } catch (CancellationException e) {
            detach();
            end(State.CANCELLED, null, null);
        } catch (Throwable e) {
            // Errors too: a job that ends in an Error must not look as if it still ran.
            detach();
            end(progress.isCancelled() ? State.CANCELLED : State.FAILED, null, e);
        }
    }

    private synchronized void detach() {
        worker = null;
        // An interrupt that came too late must not hit the pool thread's next job.
        Thread.interrupted();
    }

    private Job<T> onEnd(Consumer<Job<T>> listener) {
        synchronized (this) {
            if (state == State.RUNNING) {
                listeners.add(listener);
                return this;
            }
        }
        fx.execute(() -> listener.accept(this));
        return this;
    }

    private void end(State outcome, @Nullable T result, @Nullable Throwable thrown) {
        List<Consumer<Job<T>>> toCall;
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            state = outcome;
            value = result;
            failure = thrown;
            toCall = List.copyOf(listeners);
            listeners.clear();
        }
        for (Consumer<Job<T>> listener : toCall) {
            fx.execute(() -> listener.accept(this));
        }
    }
}
