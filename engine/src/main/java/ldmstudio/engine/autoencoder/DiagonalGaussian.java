package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ldmstudio.engine.tensor.Ops;

/**
 * The posterior q(z|x) = N(μ, diag σ²) of an autoencoder, from moments {@code (B, 2C, h, w)}: μ in
 * the first C channels and log σ² in the others, clamped to [-30, 20].
 *
 * <p>Kingma and Welling, 2013, arXiv:1312.6114; the KL divergence to N(0, I) is their appendix B.
 */
public final class DiagonalGaussian {
    private static final double LOWEST = -30;
    private static final double HIGHEST = 20;

    private final Ops ops;
    private final NDArray mean;
    private final NDArray logvar;

    private DiagonalGaussian(Ops ops, NDArray mean, NDArray logvar) {
        this.ops = ops;
        this.mean = mean;
        this.logvar = logvar;
    }

    /**
     * The distribution of these moments.
     *
     * @throws IllegalArgumentException when the moments are not {@code (B, 2C, h, w)}
     */
    public static DiagonalGaussian of(Ops ops, NDArray moments) {
        Shape shape = moments.getShape();
        if (shape.dimension() != 4 || shape.get(1) % 2 != 0) {
            throw new IllegalArgumentException(
                    "Moments must be (B, 2C, h, w), mean above log-variance, but are " + shape);
        }
        long channels = shape.get(1) / 2;
        return new DiagonalGaussian(
                ops,
                ops.narrow(moments, 1, 0, channels),
                ops.clamp(ops.narrow(moments, 1, channels, channels), LOWEST, HIGHEST));
    }

    /** μ, {@code (B, C, h, w)}: also the mode. */
    public NDArray mean() {
        return mean;
    }

    /** The most probable latent. */
    public NDArray mode() {
        return mean;
    }

    /** log σ², clamped. */
    public NDArray logvar() {
        return logvar;
    }

    /** σ. */
    public NDArray std() {
        return ops.scale(logvar, 0.5).exp();
    }

    /**
     * z = μ + σ ε.
     *
     * @param noise ε ~ N(0, 1) of the mean's shape
     */
    public NDArray sample(NDArray noise) {
        if (!noise.getShape().equals(mean.getShape())) {
            throw new IllegalArgumentException(
                    "The noise must have the latent's shape "
                            + mean.getShape()
                            + ", but has "
                            + noise.getShape());
        }
        return mean.add(std().mul(noise));
    }

    /** KL(q ‖ N(0, I)) = ½ Σ (μ² + σ² − 1 − log σ²) over each picture's elements, {@code (B)}. */
    public NDArray kl() {
        NDArray each = mean.square().add(logvar.exp()).sub(1).sub(logvar);
        return ops.scale(ops.reshape(each, each.getShape().get(0), -1).sum(new int[] {1}), 0.5);
    }
}
