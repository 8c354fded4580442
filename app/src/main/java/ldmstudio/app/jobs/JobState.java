package ldmstudio.app.jobs;

/** Where a training of this session is. */
public enum JobState {
    QUEUED("Waiting"),
    STARTING("Starting"),
    RUNNING("Training"),
    PAUSED("Paused"),
    STOPPING("Stopping"),
    FINISHED("Finished"),
    STOPPED("Stopped"),
    FAILED("Failed"),
    CRASHED("Crashed");

    private final String word;

    JobState(String word) {
        this.word = word;
    }

    /** For people. */
    public String word() {
        return word;
    }

    /** Whether a worker is at it. */
    public boolean isActive() {
        return this == STARTING || this == RUNNING || this == PAUSED || this == STOPPING;
    }

    /** Whether it has come to an end, good or bad. */
    public boolean isOver() {
        return this != QUEUED && !isActive();
    }
}
