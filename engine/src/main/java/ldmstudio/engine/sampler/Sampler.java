package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;

/**
 * Turns noise into samples by asking a denoiser at a list of timesteps.
 *
 * <p>Nothing is recorded for gradients. The same start, denoiser and noise give the same result;
 * samples of a batch do not know of each other.
 */
public interface Sampler {
    /** The timesteps that are visited, strictly falling. */
    int[] timesteps();

    /**
     * Runs all steps.
     *
     * @param start x_T {@code (B, C, H, W)}, fp32; stays the caller's
     * @param denoiser asked once a step
     * @param noise of every step that needs some
     * @return x_0, owned by the caller's scope
     * @throws java.util.concurrent.CancellationException when the listener asked for it
     */
    NDArray sample(NDArray start, Denoiser denoiser, NoiseSource noise, SamplingListener listener);
}
