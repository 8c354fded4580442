package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;

/** A network under a condition that stays while a picture is drawn. */
@FunctionalInterface
public interface Conditioned {
    /**
     * The predictions for samples that share their time.
     *
     * @param x noisy latents {@code (B, C, H, W)}
     * @param time in the unit that the network was trained with
     * @return {@code (n·B, C, H, W)} in fp32: all samples in the first of n ways, then in the
     *     second …
     */
    NDArray predict(NDArray x, double time);
}
