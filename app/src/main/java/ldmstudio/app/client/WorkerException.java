package ldmstudio.app.client;

import ldmstudio.engine.worker.Reply;

/** A worker could not do what it was asked, or is gone. */
public final class WorkerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;
    private final String details;

    public WorkerException(String message, String hint, String details) {
        super(message);
        this.hint = hint;
        this.details = details;
    }

    static WorkerException of(Reply.Failure failure) {
        return new WorkerException(failure.message(), failure.hint(), failure.details());
    }

    static WorkerException of(WorkerDeath death) {
        return new WorkerException("The worker is gone. " + death.words(), "", death.details());
    }

    /** What to do; may be empty. */
    public String hint() {
        return hint;
    }

    /** Raw text for a report; may be empty. */
    public String details() {
        return details;
    }
}
