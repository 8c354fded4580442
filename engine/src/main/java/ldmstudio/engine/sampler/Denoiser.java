package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;

/**
 * What a sampler asks at every step: the network, whatever it is conditioned on, as a function of
 * the noisy batch and the timestep that all its samples share.
 */
@FunctionalInterface
public interface Denoiser {
    /**
     * The network's output; its meaning is the run's {@link
     * ldmstudio.engine.diffusion.PredictionType}.
     *
     * @param xt noisy samples {@code (B, C, H, W)}, fp32
     * @return {@code (B, C, H, W)}, of any floating type
     */
    NDArray predict(NDArray xt, int timestep);
}
