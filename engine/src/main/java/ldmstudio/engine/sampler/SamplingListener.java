package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;

/** Watches a sampling and may end it. */
public interface SamplingListener {
    /** Watches nothing. */
    SamplingListener NONE = step -> {};

    /**
     * One step is done. The arrays are freed afterwards: copy what is to be kept.
     *
     * @throws RuntimeException to give the sampling up
     */
    void step(Step step);

    /** Asked before every step; true ends the sampling with a CancellationException. */
    default boolean cancelled() {
        return false;
    }

    /**
     * A step of a sampling.
     *
     * @param number from 1 to total
     * @param total steps of this sampling
     * @param timestep the step's timestep of the noise schedule
     * @param xt what the denoiser saw, {@code (B, C, H, W)}
     * @param predictedStart the x_0 that the sampler believes in at this step
     * @param next what the next step will see, or the result
     */
    record Step(
            int number,
            int total,
            int timestep,
            NDArray xt,
            NDArray predictedStart,
            NDArray next) {}
}
