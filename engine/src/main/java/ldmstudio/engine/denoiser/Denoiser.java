package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** A network that predicts, from a noisy latent and its timestep, what its training asked for. */
public interface Denoiser {
    /**
     * The prediction, {@code (B, C, H, W)} in fp32.
     *
     * @param x noisy latents {@code (B, C, H, W)}
     * @param timestep fp32 {@code (B)}
     * @param classLabels int64 {@code (B)}, or null for a network without classes
     * @throws IllegalArgumentException when a shape does not fit, or labels are missing or not
     *     wanted
     */
    NDArray forward(NDArray x, NDArray timestep, @Nullable NDArray classLabels);
}
