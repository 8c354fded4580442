package ldmstudio.engine.train;

/**
 * Hears from a training on the training's thread; what must be kept is in the run folder already.
 */
public interface TrainingObserver {
    /** Work before the first step; {@code fraction} in [0, 1]. */
    default void preparing(String text, double fraction) {}

    /** A step is done. */
    default void step(long step, long totalSteps, double stepsPerSecond) {}

    /** Validation, previews or a checkpoint are under way. */
    default void busy(String text) {}

    default void paused(long step) {}

    default void resumed(long step) {}
}
