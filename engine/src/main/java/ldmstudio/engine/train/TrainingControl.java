package ldmstudio.engine.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What people ask of a running training, from any thread; the loop looks between two steps. Asking
 * twice is asking once.
 */
public final class TrainingControl {
    private final boolean stage1;
    private final List<LiveChange> changes = new ArrayList<>();
    private boolean paused;
    private boolean stop;
    private boolean saveAtStop;
    private boolean checkpoint;
    private boolean sample;

    /**
     * @param stage1 whether there is a discriminator to switch
     */
    public TrainingControl(boolean stage1) {
        this.stage1 = stage1;
    }

    public synchronized void pause() {
        paused = true;
    }

    public synchronized void proceed() {
        paused = false;
        notifyAll();
    }

    /** Ends the training after its current step; once it was asked to save, it saves. */
    public synchronized void stop(boolean save) {
        stop = true;
        saveAtStop |= save;
        notifyAll();
    }

    public synchronized void checkpointNow() {
        checkpoint = true;
        notifyAll();
    }

    public synchronized void sampleNow() {
        sample = true;
        notifyAll();
    }

    /**
     * Changes a value.
     *
     * @throws IllegalArgumentException for an unknown key or a value that is not allowed
     */
    public void set(String key, String value) {
        LiveChange change = LiveChange.parse(key, value, stage1);
        synchronized (this) {
            changes.add(change);
            notifyAll();
        }
    }

    public synchronized boolean stopRequested() {
        return stop;
    }

    synchronized boolean saveAtStop() {
        return saveAtStop;
    }

    synchronized boolean pauseRequested() {
        return paused && !stop;
    }

    synchronized List<LiveChange> takeChanges() {
        List<LiveChange> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    synchronized boolean takeCheckpoint() {
        boolean asked = checkpoint;
        checkpoint = false;
        return asked;
    }

    synchronized boolean takeSample() {
        boolean asked = sample;
        sample = false;
        return asked;
    }

    /** Waits while paused; returns early when there is something to do. */
    synchronized void awaitWork() throws InterruptedException {
        while (paused && !stop && !checkpoint && !sample && changes.isEmpty()) {
            wait();
        }
    }
}
