package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The variational autoencoder of latent diffusion, with the names and the arithmetic of diffusers'
 * AutoencoderKL.
 *
 * <p>Encoding: {@code (B, 3, H, W)} in [-1, 1] → moments {@code (B, 2C, H/f, W/f)}, mean above
 * log-variance; see {@link DiagonalGaussian}. Decoding: {@code (B, C, h, w)} → {@code (B, 3, h·f,
 * w·f)}, not clipped.
 *
 * <p>Kingma and Welling, 2013, arXiv:1312.6114; Rombach et al., 2022, arXiv:2112.10752.
 */
public final class AutoencoderKl extends Autoencoder {
    private final AutoencoderKlConfig config;
    final Encoder encoder;
    final Decoder decoder;
    final @Nullable Conv2d quantConv;
    final @Nullable Conv2d postQuantConv;

    public AutoencoderKl(Ops machine, AutoencoderKlConfig config) {
        super(machine.forPictures(config.levels().narrowest()), config);
        this.config = config;
        int moments = 2 * config.latentChannels();
        int latent = config.latentChannels();
        encoder = add("encoder", new Encoder(ops, config.levels(), moments));
        decoder = add("decoder", new Decoder(ops, config.levels()));
        quantConv =
                config.useQuantConv()
                        ? add("quant_conv", new Conv2d(ops, moments, moments, 1, 1, 0))
                        : null;
        postQuantConv =
                config.usePostQuantConv()
                        ? add("post_quant_conv", new Conv2d(ops, latent, latent, 1, 1, 0))
                        : null;
    }

    public AutoencoderKlConfig config() {
        return config;
    }

    /** The moments of q(z|x). */
    @Override
    public NDArray encode(NDArray x) {
        Shapes.picture("The autoencoder's picture", x, config.inChannels(), config.factor());
        return Scope.returning(
                () -> {
                    NDArray h = encoder.forward(x, parts(Shapes.pixels(x)));
                    return ops.plain(quantConv == null ? h : quantConv.forward(h));
                });
    }

    /** The posterior of a picture. */
    public DiagonalGaussian posterior(NDArray x) {
        return DiagonalGaussian.of(ops, encode(x));
    }

    @Override
    public NDArray decodeQuantized(NDArray z) {
        Shapes.picture("The autoencoder's latent", z, config.latentChannels(), 1);
        return Scope.returning(
                () ->
                        decoder.forward(
                                postQuantConv == null ? z : postQuantConv.forward(z),
                                parts(Shapes.pixels(z) * factor() * factor())));
    }

    @Override
    public Parameter lastLayer() {
        return decoder.lastWeight();
    }
}
