package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.sampler.SeededNoise;
import ldmstudio.engine.tensor.Ops;

/**
 * A picture near another: its first noise is turned a little towards that of another seed.
 *
 * <p>slerp(a, b; t) = sin((1 − t)Ω)/sin Ω · a + sin(tΩ)/sin Ω · b with Ω the angle between a and b,
 * which keeps the norm that the denoiser expects of noise (Shoemake, 1985, section 3.3; used for
 * latents by White, 2016, arXiv:1609.04468).
 *
 * @param seed of the other noise
 * @param amount t in [0, 1]; 0 is the picture itself, 1 the other seed's
 */
public record Variation(long seed, double amount) {
    /** No change. */
    public static final Variation NONE = new Variation(0, 0);

    public Variation {
        if (!(amount >= 0 && amount <= 1)) {
            throw new IllegalArgumentException(
                    "The variation's amount is " + amount + ", must be from 0 to 1");
        }
    }

    /**
     * The noise of pictures {@code first} to {@code first + B}.
     *
     * @param noise {@code (B, C, H, W)}
     */
    NDArray of(Ops ops, NDArray noise, int first) {
        if (amount == 0) {
            return noise;
        }
        int count = (int) noise.getShape().get(0);
        float[] a = ops.floats(noise);
        float[] b = ops.floats(SeededNoise.series(ops, seed, first, count).start(noise.getShape()));
        int each = a.length / count;
        for (int i = 0; i < count; i++) {
            slerp(a, b, i * each, each);
        }
        return ops.array(a, noise.getShape().getShape());
    }

    private void slerp(float[] a, float[] b, int from, int length) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = from; i < from + length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        double cosine = Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb)));
        double angle = Math.acos(cosine);
        double sine = Math.sin(angle);
        // The same direction: there is nothing between.
        boolean parallel = sine < 1e-6;
        double keep = parallel ? 1 - amount : Math.sin((1 - amount) * angle) / sine;
        double take = parallel ? amount : Math.sin(amount * angle) / sine;
        for (int i = from; i < from + length; i++) {
            a[i] = (float) (keep * a[i] + take * b[i]);
        }
    }
}
