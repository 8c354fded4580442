package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One training on its thread, from the request to the answer at its end. */
final class TrainingJob {
    private final String id;
    private final Path runDir;
    private final Consumer<Reply> replies;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile JobState state;
    private volatile boolean running = true;

    // Guarded by this: a stop that comes before the handle must not be lost.
    private @Nullable TrainingHandle handle;
    private @Nullable Boolean stopWithSave;

    TrainingJob(String id, Path runDir, Consumer<Reply> replies) {
        this.id = id;
        this.runDir = runDir;
        this.replies = replies;
        state = JobState.of("preparing", "getting ready");
    }

    String id() {
        return id;
    }

    JobState state() {
        return state;
    }

    boolean isRunning() {
        return running;
    }

    /** Opens after the answer. */
    CountDownLatch ended() {
        return ended;
    }

    /** The whole training, on the thread of the caller; answers at the end, whatever happens. */
    void run(Callable<TrainingHandle> opening) {
        replies.accept(progress("getting ready", -1));
        Reply answer;
        try (TrainingHandle opened = opening.call()) {
            accept(opened);
            TrainingHandle.End end = opened.run(new Listener());
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("state", end.stopped() ? "stopped" : "finished");
            payload.put("step", end.step());
            payload.put("run_dir", runDir.toString());
            answer = new Reply.Ok(id, payload);
        } catch (Throwable e) {
            // Errors too: the window must hear of a lack of memory or of a missing native library.
            answer = Failures.of(id, e);
        }
        synchronized (this) {
            handle = null;
        }
        // Before the answer: who reads it may start the next training at once.
        running = false;
        replies.accept(answer);
        ended.countDown();
    }

    private synchronized void accept(TrainingHandle opened) {
        handle = opened;
        if (stopWithSave != null) {
            opened.stop(stopWithSave);
        }
    }

    /** The handle to control the training by. */
    synchronized TrainingHandle handle() throws RefusedException {
        if (handle == null) {
            throw new RefusedException(
                    "the training is still getting ready", "Try again in a moment.");
        }
        return handle;
    }

    synchronized void stop(boolean save) {
        state = state.now("stopping", save ? "saving and stopping" : "stopping");
        stopWithSave = save;
        if (handle != null) {
            handle.stop(save);
        }
    }

    private Reply.Progress progress(String text, double fraction) {
        JobState now = state;
        return new Reply.Progress(id, text, fraction, now.step(), now.totalSteps(), List.of(), 0);
    }

    private final class Listener implements TrainingListener {
        @Override
        public void preparing(String text, double fraction) {
            update(state.now("preparing", text));
            replies.accept(progress(text, fraction));
        }

        @Override
        public void step(long step, long totalSteps, double stepsPerSecond) {
            String activity = "step " + step + " of " + totalSteps;
            update(state.at("training", activity, step, totalSteps, stepsPerSecond));
        }

        @Override
        public void busy(String text) {
            update(state.now("training", text));
        }

        @Override
        public void paused(long step) {
            update(state.at("paused", "paused at step " + step, step, state.totalSteps(), 0));
        }

        @Override
        public void resumed(long step) {
            update(state.now("training", "going on at step " + step));
        }

        /** Once a stop was asked for, "stopping" is what the window should go on to show. */
        private void update(JobState next) {
            synchronized (TrainingJob.this) {
                state =
                        stopWithSave == null
                                ? next
                                : next.now("stopping", "stopping, " + next.activity());
            }
        }
    }
}
