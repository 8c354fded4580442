package ldmstudio.engine.pipeline;

import java.util.Arrays;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;

/**
 * Latents as colours: three channels are red, green and blue, −3 … 3 from dark to light; more are
 * shown in their three principal axes, see {@link LatentAxes}; one channel alone is grey, and a
 * third that is missing stays at the middle.
 *
 * <p>Scaled latents have a standard deviation of about 1, and so has x_t at every noise level. So
 * one scale does for all steps, all samplers and all models: equal colours are equal numbers.
 */
public final class LatentColors {
    /** Three standard deviations: one number in four hundred lies outside. */
    private static final float LIMIT = 3;

    private LatentColors() {}

    /**
     * The picture of latents {@code (C, h, w)}, a pixel each.
     *
     * @param axes of the sampling that they belong to
     */
    public static PixelImage of(Planes latents, LatentAxes axes) {
        return of(axes.project(latents));
    }

    /** The same of the first three channels. */
    public static PixelImage of(Planes latents) {
        int plane = latents.height() * latents.width();
        int shown = latents.channels() == 1 ? 1 : 3;
        float[] values = Arrays.copyOf(latents.values(), shown * plane);
        if (latents.channels() == 2) {
            Arrays.fill(values, 2 * plane, 3 * plane, 0);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= LIMIT;
        }
        return PixelPlanes.toImage(values, 0, shown, latents.height(), latents.width());
    }
}
