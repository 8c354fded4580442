package ldmstudio.app.screen.training;

/** How the run that is looked at stands; each has a word, so that colour alone never tells. */
public enum RunPhase {
    /** No run: the form is about to become one. */
    NEW("New run"),
    QUEUED("Waiting"),
    STARTING("Starting"),
    LOADING("Reading"),
    PREPARING("Preparing"),
    RUNNING("Training"),
    PAUSED("Paused"),
    STOPPING("Stopping"),
    FINISHED("Done"),
    STOPPED("Stopped"),
    FAILED("Failed"),
    CRASHED("Crashed"),
    /** The folder cannot be read. */
    UNREADABLE("Unreadable");

    private final String word;

    RunPhase(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether a process is at work on it, or about to be. */
    public boolean isAlive() {
        return switch (this) {
            case QUEUED, STARTING, PREPARING, RUNNING, PAUSED, STOPPING -> true;
            case NEW, LOADING, FINISHED, STOPPED, FAILED, CRASHED, UNREADABLE -> false;
        };
    }

    /** Whether the run ended before its last step. */
    public boolean isBroken() {
        return this == FAILED || this == CRASHED;
    }
}
