package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;

/**
 * What a sampler asks at every step: the network, whatever it is conditioned on, as a function of
 * the noisy batch and the time that all its samples share.
 */
@FunctionalInterface
public interface Denoiser {
    /**
     * The network's output; its meaning is the run's {@link
     * ldmstudio.engine.diffusion.PredictionType}.
     *
     * @param xt noisy samples {@code (B, C, H, W)}, fp32, at the scale that the network was trained
     *     with
     * @param timestep what the network is told about the time, see {@link
     *     ldmstudio.engine.diffusion.Process#networkTime}; not a whole number for every sampler
     * @return {@code (B, C, H, W)}, of any floating type
     */
    NDArray predict(NDArray xt, double timestep);
}
