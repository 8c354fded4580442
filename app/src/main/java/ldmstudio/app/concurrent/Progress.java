package ldmstudio.app.concurrent;

import java.util.concurrent.CancellationException;

/**
 * What background work says about itself while it runs; written by the work, pulled by the screen.
 */
public final class Progress {
    /** One consistent reading: {@code fraction} in [0,1], or -1 when the length is unknown. */
    public record Reading(double fraction, String text) {}

    private volatile Reading reading = new Reading(-1, "");
    private volatile boolean cancelled;

    Progress() {}

    /**
     * Says how far the work is; throws when the work has been cancelled, so that calling this often
     * is all a loop needs to be cancellable.
     *
     * @throws CancellationException when the job was cancelled
     */
    public void update(double fraction, String text) {
        checkCancelled();
        reading = new Reading(fraction, text);
    }

    /**
     * @throws CancellationException when the job was cancelled
     */
    public void checkCancelled() {
        if (cancelled) {
            throw new CancellationException("cancelled");
        }
    }

    public boolean isCancelled() {
        return cancelled;
    }

    public Reading reading() {
        return reading;
    }

    void cancel() {
        cancelled = true;
    }
}
