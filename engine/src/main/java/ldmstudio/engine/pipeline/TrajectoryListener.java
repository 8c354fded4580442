package ldmstudio.engine.pipeline;

/** Hears of a trajectory while it grows, on the sampling's thread, and may end it. */
public interface TrajectoryListener {
    /** Hears nothing. */
    TrajectoryListener NONE = (branch, state) -> {};

    /**
     * The sampling stands somewhere.
     *
     * @param branch whether this is on the branch
     */
    void state(boolean branch, TrajectoryState state);

    /** Asked before every step; true ends it with a {@code CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
