package ldmstudio.engine.worker;

import java.nio.file.Path;

/** Hears from a trajectory on the sampling's thread. */
public interface TrajectoryWatch {
    /** A state was reached. */
    void step(Reply.StepPictures pictures);

    /** A result is on disk: 0 of the first way, 1 of the branch. */
    void result(int index, Path png);

    /** Whether it should end now. */
    boolean cancelled();
}
