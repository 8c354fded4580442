package ldmstudio.engine.worker;

/**
 * Hears from a training on the training's thread. Methods return quickly; what must be kept is in
 * the run folder already.
 */
public interface TrainingListener {
    /** Work before the first step, such as encoding latents; {@code fraction} in [0, 1]. */
    void preparing(String text, double fraction);

    /** A step is done. Called for every step. */
    void step(long step, long totalSteps, double stepsPerSecond);

    /** Validation, previews or a checkpoint are under way, in words for people. */
    void busy(String text);

    void paused(long step);

    void resumed(long step);

    /** A listener for whom the run folder is enough. */
    static TrainingListener silent() {
        return new TrainingListener() {
            @Override
            public void preparing(String text, double fraction) {}

            @Override
            public void step(long step, long totalSteps, double stepsPerSecond) {}

            @Override
            public void busy(String text) {}

            @Override
            public void paused(long step) {}

            @Override
            public void resumed(long step) {}
        };
    }
}
