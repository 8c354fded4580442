package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Ops;

/**
 * The code of a noise level in (0, 1): the sines, then the cosines, of ω_i s with ω_i = 2π ·
 * 1000^(i / (n/2 − 1)) for i = 0 … n/2 − 1. {@code (B) → (B, n)}.
 *
 * <p>The speeds are a buffer, {@code angular_speeds}, and are taken from a checkpoint as they are:
 * the fastest turns a thousand times, so the last bit of a speed is a visible part of the code.
 * Unlike the code of {@link Timesteps} the frequencies rise, and none is below one turn. Source:
 * the transformer denoiser's SinusoidalEmbedding, frequencies from 1 to 1000.
 */
public final class SinusoidalEmbedding extends Module {
    private static final double LARGEST_FREQUENCY = 1000;

    private final Parameter angularSpeeds;
    private final int half;

    /**
     * @param width n, even and at least 4
     */
    public SinusoidalEmbedding(Ops ops, int width) {
        super(ops);
        if (width < 4 || width % 2 != 0) {
            throw new IllegalArgumentException(
                    "noise_embed_dims is " + width + ", must be even and at least 4");
        }
        half = width / 2;
        angularSpeeds = buffer("angular_speeds", (noise, count) -> speeds(count), half);
    }

    private static float[] speeds(int count) {
        float[] speeds = new float[count];
        for (int i = 0; i < count; i++) {
            double exponent = Math.log(LARGEST_FREQUENCY) * i / (count - 1);
            speeds[i] = (float) (2 * Math.PI) * (float) Math.exp((float) exponent);
        }
        return speeds;
    }

    public NDArray forward(NDArray noiseLevel) {
        NDArray angles =
                ops.reshape(noiseLevel, noiseLevel.getShape().get(0), 1)
                        .mul(ops.reshape(angularSpeeds.array(), 1, half));
        return ops.cat(List.of(angles.sin(), angles.cos()), 1);
    }
}
