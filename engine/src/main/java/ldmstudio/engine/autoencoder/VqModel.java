package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * The VQ-VAE of latent diffusion, with the names and the arithmetic of diffusers' VQModel.
 *
 * <p>Encoding: {@code (B, 3, H, W)} in [-1, 1] → latents {@code (B, D, H/f, W/f)} before they are
 * quantized; decoding takes the nearest code of every pixel, then {@code (B, D, h, w) → (B, 3, h·f,
 * w·f)}, not clipped.
 *
 * <p>van den Oord et al., 2017, arXiv:1711.00937; Esser et al., 2021, arXiv:2012.09841; Rombach et
 * al., 2022, arXiv:2112.10752, VQ-regularised. The reference's movq form ({@code norm_type:
 * spatial}) is not supported.
 */
public final class VqModel extends Autoencoder {
    final Encoder encoder;
    final Conv2d quantConv;
    private final VectorQuantizer quantize;
    final Conv2d postQuantConv;
    final Decoder decoder;

    /** With a codebook that is learned by gradient. */
    public VqModel(Ops ops, VqModelConfig config) {
        this(ops, config, true);
    }

    /**
     * @param learnedCodes whether the codes follow the gradient; else a moving average sets them
     */
    public VqModel(Ops machine, VqModelConfig config, boolean learnedCodes) {
        super(machine.forPictures(config.levels().narrowest()), config);
        int latent = config.levels().latentChannels();
        int width = config.vqEmbedDim();
        encoder = add("encoder", new Encoder(ops, config.levels(), latent));
        quantConv = add("quant_conv", new Conv2d(ops, latent, width, 1, 1, 0));
        quantize =
                add(
                        "quantize.embedding",
                        new VectorQuantizer(
                                ops,
                                config.codebookSize(),
                                width,
                                Initializer.uniform(1f / config.codebookSize()),
                                learnedCodes));
        postQuantConv = add("post_quant_conv", new Conv2d(ops, width, latent, 1, 1, 0));
        decoder = add("decoder", new Decoder(ops, config.levels()));
    }

    @Override
    public NDArray encode(NDArray x) {
        Shapes.picture("The autoencoder's picture", x, inChannels(), factor());
        return Scope.returning(
                () -> ops.plain(quantConv.forward(encoder.forward(x, parts(Shapes.pixels(x))))));
    }

    @Override
    public NDArray decodeQuantized(NDArray z) {
        Shapes.picture("The autoencoder's latent", z, latentChannels(), 1);
        return Scope.returning(
                () ->
                        decoder.forward(
                                postQuantConv.forward(z),
                                parts(Shapes.pixels(z) * factor() * factor())));
    }

    @Override
    public VectorQuantizer quantizer() {
        return quantize;
    }

    @Override
    public Parameter lastLayer() {
        return decoder.lastWeight();
    }
}
