package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;

/** Watches a sampling, may end it, and may correct it after every step. */
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
     * Replaces what the next step sees, for example by pasting what is known of the picture at the
     * next step's noise level. Called before {@link #step}, which is told the replacement.
     *
     * @param step the step that is done
     * @param next its result at the sampler's scale, see {@link Sampler#noised}
     * @return {@code next} or an array of the same shape made in this call
     */
    default NDArray amend(Step step, NDArray next) {
        return next;
    }

    /**
     * A step of a sampling.
     *
     * @param number from 1 to total; a sampling that starts late begins with a later number
     * @param total steps of the sampler
     * @param timestep what the network was told
     * @param xt where the step started, {@code (B, C, H, W)} at the sampler's scale
     * @param predictedStart the x_0 that the sampler believes in at this step
     * @param next what the next step will see, or the result
     */
    record Step(
            int number,
            int total,
            double timestep,
            NDArray xt,
            NDArray predictedStart,
            NDArray next) {}
}
