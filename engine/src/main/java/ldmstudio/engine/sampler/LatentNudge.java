package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/**
 * Shifts two channels of finished latents, which works a bit like an image editor: the fourth of
 * Stable Diffusion's latents goes with contrast and sharpness, the first with brightness.
 *
 * <p>z[:, 3] += sharpness, z[:, 0] += brightness, in the unit of the latents that the denoiser was
 * trained on. Source: the transformer latent diffusion project's {@code sharp_f} and {@code
 * bright_f} (0.1 each there).
 */
public record LatentNudge(double sharpness, double brightness) {
    private static final int SHARPNESS_CHANNEL = 3;

    /** Leaves the latents as they are. */
    public static final LatentNudge NONE = new LatentNudge(0, 0);

    public LatentNudge {
        if (!Double.isFinite(sharpness) || !Double.isFinite(brightness)) {
            throw new IllegalArgumentException(
                    "sharpness is "
                            + sharpness
                            + " and brightness "
                            + brightness
                            + ", both must be finite");
        }
    }

    /**
     * The shifted latents.
     *
     * @param latents {@code (B, C, H, W)}
     * @throws IllegalArgumentException for a sharpness on latents of fewer than 4 channels
     */
    public NDArray apply(Ops ops, NDArray latents) {
        if (sharpness == 0 && brightness == 0) {
            return latents;
        }
        int channels = Math.toIntExact(latents.getShape().get(1));
        if (sharpness != 0 && channels <= SHARPNESS_CHANNEL) {
            throw new IllegalArgumentException(
                    "sharpness moves the fourth channel of the latents, but these have only "
                            + channels
                            + "; set it to 0");
        }
        float[] shift = new float[channels];
        shift[0] = (float) brightness;
        if (sharpness != 0) {
            shift[SHARPNESS_CHANNEL] = (float) sharpness;
        }
        return latents.add(ops.array(shift, 1, channels, 1, 1));
    }
}
