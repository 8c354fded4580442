package ldmstudio.engine.worker;

/**
 * One training. {@link #run} blocks its thread until the end; all other methods return at once, may
 * be called from any thread, before {@code run} too, and take effect after the current step.
 */
public interface TrainingHandle extends AutoCloseable {
    /** How a training ended. {@code stopped}: because it was asked to, before its last step. */
    record End(long step, boolean stopped) {}

    /**
     * Trains to the end or until stopped. The events of the run folder are written here; an error
     * is written there as {@code failed} before it is thrown.
     */
    End run(TrainingListener listener) throws Exception;

    void pause();

    /** Ends a pause; without a pause nothing happens. */
    void proceed();

    /** Ends the training, a paused one too; {@code save}: with a checkpoint. */
    void stop(boolean save);

    void checkpointNow();

    void sampleNow();

    /**
     * Changes a live setting, see {@link Request.Set}.
     *
     * @throws RefusedException for an unknown key or a value that is not allowed, saying what is
     */
    void set(String key, String value) throws RefusedException;

    /** Frees the networks and the run folder's lock. */
    @Override
    void close();
}
