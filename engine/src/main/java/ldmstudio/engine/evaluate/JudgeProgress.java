package ldmstudio.engine.evaluate;

/** Hears how far the training of a judge is. */
@FunctionalInterface
public interface JudgeProgress {
    void step(int step, int total, double loss);
}
