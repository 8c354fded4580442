package ldmstudio.engine.latent;

import ldmstudio.engine.data.Batch;
import ldmstudio.engine.tensor.Noise;

/**
 * Latents to be kept as bytes: of a variational autoencoder one sample of each picture's posterior,
 * z = μ + σ ε, the same at every encoding; of another its latents as they are.
 */
public final class SampledLatents implements LatentCacheBuilder.Encoder {
    private final LatentCacheBuilder.Encoder encoder;
    private final Noise noise = new Noise(0, "latent_sample");

    public SampledLatents(LatentCacheBuilder.Encoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public LatentType type() {
        return LatentType.UINT8;
    }

    @Override
    public boolean variational() {
        return false;
    }

    @Override
    public boolean coded() {
        return encoder.coded();
    }

    @Override
    public int[] codes(float[] latents, int count) {
        return encoder.codes(latents, count);
    }

    @Override
    public int[] shape() {
        int[] shape = encoder.shape().clone();
        shape[0] = encoder.variational() ? shape[0] / 2 : shape[0];
        return shape;
    }

    @Override
    public float[] encode(float[] pixels, Batch like) {
        float[] encoded = encoder.encode(pixels, like);
        if (!encoder.variational()) {
            return encoded;
        }
        int half = encoded.length / like.size() / 2;
        float[] latents = new float[like.size() * half];
        float[] eps = new float[half];
        Posterior posterior = new Posterior();
        for (int i = 0; i < like.size(); i++) {
            noise.normal(0, like.indices()[i], eps, 0, half);
            posterior.sample(encoded, 2 * half * i, eps, latents, i * half);
        }
        return latents;
    }
}
