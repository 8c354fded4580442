package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;

/**
 * Turns noise into samples by asking a denoiser at a list of times.
 *
 * <p>Nothing is recorded for gradients. The same start, denoiser and noise give the same result;
 * samples of a batch do not know of each other. A sampler's x may have a scale of its own (x_0 + σε
 * for those after Karras et al.); {@link #begin} and {@link #noised} answer at that scale, and the
 * denoiser is always asked at the network's. A step may ask the denoiser more than once.
 */
public interface Sampler {
    /** Number of steps, at least 1. */
    int steps();

    /** What the network is told at the beginning of each step, falling. */
    double[] timesteps();

    /** Standard normal noise {@code (B, C, H, W)} brought to the scale at which step 0 starts. */
    NDArray begin(NDArray noise);

    /**
     * A clean sample brought to the noise level at which a step starts.
     *
     * @param x0 {@code (B, C, H, W)}
     * @param noise standard normal, of the same shape
     * @param step 0 to {@link #steps()}; behind the last step it is x0 itself
     */
    NDArray noised(NDArray x0, NDArray noise, int step);

    /**
     * Runs the steps from {@code firstStep} on.
     *
     * @param start from {@link #begin}, or from {@link #noised} at {@code firstStep}; stays the
     *     caller's
     * @param firstStep 0 to {@link #steps()}; there a copy of the start is returned
     * @param denoiser asked at every step
     * @param noise of every step that needs some
     * @return x_0, owned by the caller's scope
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    NDArray sample(
            NDArray start,
            int firstStep,
            Denoiser denoiser,
            NoiseSource noise,
            SamplingListener listener);

    /** Runs all steps. */
    default NDArray sample(
            NDArray start, Denoiser denoiser, NoiseSource noise, SamplingListener listener) {
        return sample(start, 0, denoiser, noise, listener);
    }
}
