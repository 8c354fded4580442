package ldmstudio.engine.run;

import java.util.Locale;

/** How a run stands. */
public enum RunState {
    /** The folder was made; nothing has begun. */
    CREATED,
    RUNNING,
    PAUSED,
    /** All steps are done. */
    FINISHED,
    /** A person ended it; it can be resumed. */
    STOPPED,
    /** It ended by an error that it could still write down. */
    FAILED,
    /** Its process is gone without a word: killed, out of memory, or the power failed. */
    CRASHED;

    /** Whether a process is at work on it. */
    public boolean isAlive() {
        return this == RUNNING || this == PAUSED;
    }

    /** The word for tables and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
