package ldmstudio.engine.pipeline;

import java.util.List;
import ldmstudio.engine.data.PixelImage;

/** Hears from a sampling on the sampling's thread, and may end it. */
public interface PipelineListener {
    /** Hears nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /**
     * A step is done.
     *
     * @param step of all steps of all batches, from 1
     * @param previews decoded x̂0 of the pictures in hand; empty when this step has none
     * @param firstIndex index of the first preview among all pictures
     */
    default void step(int step, int totalSteps, List<PixelImage> previews, int firstIndex) {}

    /** Pictures {@code firstIndex …} are done. */
    default void pictures(List<PixelImage> pictures, int firstIndex) {}

    /** Asked before every step; true ends the sampling with a {@code CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
