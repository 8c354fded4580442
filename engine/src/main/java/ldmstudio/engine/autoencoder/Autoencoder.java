package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A network that turns pictures into smaller latents and back: the first stage of latent diffusion.
 *
 * <p>Two families: a variational one encodes the moments of a Gaussian, {@code (B, 3, H, W) → (B,
 * 2C, h, w)}, mean above log-variance; a quantizing one encodes latents {@code (B, C, h, w)} which
 * {@link #decode} replaces by their nearest codes. What diffusion sees of either is {@link
 * #latents}.
 *
 * <p>Rombach et al., 2022, arXiv:2112.10752, section 3.1.
 */
public abstract class Autoencoder extends Module {
    /** Bytes that a picture may take as a whole before {@link Tiling#AUTO} parts it. */
    static final long LIMIT = 2L << 30;

    private final AutoencoderSizes sizes;
    private Tiling tiling = Tiling.AUTO;

    protected Autoencoder(Ops ops, AutoencoderSizes sizes) {
        super(ops);
        this.sizes = sizes;
    }

    /** Whether pictures are computed in parts from now on. */
    public final void setTiling(Tiling tiling) {
        this.tiling = tiling;
    }

    /**
     * Whether a picture is computed in parts.
     *
     * @param pixels of the picture
     */
    final boolean parts(long pixels) {
        return !training()
                && ops.savesMemory()
                && switch (tiling) {
                    case ON -> true;
                    case OFF -> false;
                    case AUTO -> pixels * bytesPerPixel() > LIMIT;
                };
    }

    /**
     * Moments {@code (B, 2C, h, w)} where this is {@link #variational}, else latents {@code (B, C,
     * h, w)} before they are quantized; fp32.
     *
     * @throws IllegalArgumentException when the picture has other channels or is smaller than one
     *     latent pixel
     */
    public abstract NDArray encode(NDArray x);

    /**
     * The picture of an unscaled latent {@code (B, C, h, w)}, in fp32 and not clipped; a quantizing
     * autoencoder takes the nearest codes first.
     *
     * @throws IllegalArgumentException when the latent has other channels
     */
    public final NDArray decode(NDArray z) {
        VectorQuantizer codes = quantizer();
        return Scope.returning(() -> decodeQuantized(codes == null ? z : codes.nearest(z)));
    }

    /**
     * The picture of a latent as it is: what {@link #quantizer} gave, or a sample of the posterior.
     *
     * @throws IllegalArgumentException when the latent has other channels
     */
    public abstract NDArray decodeQuantized(NDArray z);

    /** The codebook; null where the latents are a distribution instead. */
    public @Nullable VectorQuantizer quantizer() {
        return null;
    }

    /** Whether {@link #encode} gives a distribution. */
    public final boolean variational() {
        return quantizer() == null;
    }

    public final int inChannels() {
        return sizes.inChannels();
    }

    public final int outChannels() {
        return sizes.outChannels();
    }

    /** Channels of what diffusion works on. */
    public final int latentChannels() {
        return sizes.latentChannels();
    }

    /** Pixels of a side per latent pixel. */
    public final int factor() {
        return sizes.factor();
    }

    /** Side of the pictures that it was trained on. */
    public final int sampleSize() {
        return sizes.sampleSize();
    }

    /** Latents are multiplied by it before diffusion. */
    public final double scalingFactor() {
        return sizes.scalingFactor();
    }

    /** Latents are reduced by it before they are scaled. */
    public final double shiftFactor() {
        return sizes.shiftFactor();
    }

    /**
     * Memory that a pixel of a picture takes while it is computed as a whole, measured at about two
     * and a half arrays of the widest level of full resolution, which has at most twice the
     * channels of the last convolution's input.
     */
    long bytesPerPixel() {
        return 20 * lastLayer().shape().get(1);
    }

    /** Its {@code config.json}, from which {@link Autoencoders#fromConfig} makes its like. */
    public final Map<String, Object> configMap() {
        return sizes.toMap();
    }

    /** The same with the factor that was measured. */
    public final Map<String, Object> configMap(double scalingFactor) {
        Map<String, Object> map = new LinkedHashMap<>(configMap());
        map.put("scaling_factor", scalingFactor);
        return map;
    }

    /** Channels of what {@link #encode} returns. */
    public final int encodedChannels() {
        return variational() ? 2 * latentChannels() : latentChannels();
    }

    /** The most probable latents {@code (B, C, h, w)} of what {@link #encode} returned. */
    public final NDArray latents(NDArray encoded) {
        return variational() ? ops.narrow(encoded, 1, 0, latentChannels()) : encoded;
    }

    /**
     * The weight of the decoder's last convolution, where the adaptive weight compares gradients.
     */
    public abstract Parameter lastLayer();
}
