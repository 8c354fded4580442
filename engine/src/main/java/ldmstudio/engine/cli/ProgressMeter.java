package ldmstudio.engine.cli;

/** Shows a person how far a task is. Used by one thread. */
public interface ProgressMeter extends AutoCloseable {
    /** The task stands at {@code done} of {@code total}; {@code note} such as {@code loss 0.12}. */
    void update(long done, long total, String note);

    /** The task is over, by whatever reason. */
    @Override
    void close();
}
