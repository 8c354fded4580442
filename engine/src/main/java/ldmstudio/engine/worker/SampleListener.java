package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.List;
import ldmstudio.engine.data.PixelImage;

/** Hears from a sampling on the sampling's thread. */
public interface SampleListener {
    /**
     * A sampling step is done.
     *
     * @param step of all steps of all batches
     * @param previews x̂0 of the pictures in hand, decoded; empty when this step has no preview
     * @param firstIndex index of the first preview among all pictures
     */
    void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex);

    /** Picture {@code index} is on disk. */
    void image(int index, Path png);

    /** Whether the sampling should end now. */
    boolean cancelled();
}
