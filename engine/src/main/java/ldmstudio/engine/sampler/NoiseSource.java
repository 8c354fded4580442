package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Where a sampler's noise comes from. */
public interface NoiseSource {
    /** The noise x_T that sampling starts from. */
    NDArray start(Shape shape);

    /**
     * The noise of one step.
     *
     * @param step number of the step, from 0; the same number gives the same noise
     * @param shape {@code (B, …)}
     */
    NDArray noise(int step, Shape shape);
}
