package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.GroupNorm;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.nn.StackStyle;
import ldmstudio.engine.nn.StackedDownBlock;
import ldmstudio.engine.nn.StackedMidBlock;
import ldmstudio.engine.nn.StackedUpBlock;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The autoencoders of ExplainingAI, variational or quantizing, with the reference's names ({@code
 * encoder_layers.0…}, {@code embedding.weight}).
 *
 * <p>Encoding: {@code (B, 3, H, W)} in [-1, 1] → {@code (B, C', H/f, W/f)}: moments (C' = 2C) or
 * latents before they are quantized (C' = C). Decoding: {@code (B, C, h, w) → (B, 3, h·f, w·f)},
 * not clipped.
 *
 * <p>Source: {@code models/vae.py} and {@code models/vqvae.py} of
 * explainingai-code/StableDiffusion-PyTorch. Different from it: the log-variance is clamped to
 * [-30, 20], and {@link #encode} leaves quantizing to {@link #decode}, so that diffusion can work
 * on latents between the codes.
 */
public final class EaiAutoencoder extends Autoencoder {
    /** torch's default of a group norm. */
    private static final double EPS = 1e-5;

    private final EaiConfig config;
    final Conv2d encoderConvIn;
    final List<StackedDownBlock> encoderLayers = new ArrayList<>();
    final List<StackedMidBlock> encoderMids = new ArrayList<>();
    private final GroupNorm encoderNormOut;
    private final Conv2d encoderConvOut;
    final Conv2d preQuantConv;
    private final @Nullable VectorQuantizer quantizer;
    final Conv2d postQuantConv;
    final Conv2d decoderConvIn;
    final List<StackedMidBlock> decoderMids = new ArrayList<>();
    final List<StackedUpBlock> decoderLayers = new ArrayList<>();
    private final GroupNorm decoderNormOut;
    private final Conv2d decoderConvOut;

    /** With a codebook, where it has one, that is learned by gradient. */
    public EaiAutoencoder(Ops ops, EaiConfig config) {
        this(ops, config, true);
    }

    /**
     * @param learnedCodes whether the codes follow the gradient; else a moving average sets them
     */
    public EaiAutoencoder(Ops machine, EaiConfig config, boolean learnedCodes) {
        super(machine.forPictures(Collections.min(config.downChannels())), config);
        this.config = config;
        StackStyle style = StackStyle.plain(config.normChannels(), config.numHeads());
        List<Integer> down = config.downChannels();
        List<Integer> mid = config.midChannels();
        int levels = down.size() - 1;
        int top = down.get(0);
        int bottom = down.get(levels);
        int latent = config.zChannels();
        int encoded = config.quantizing() ? latent : 2 * latent;

        encoderConvIn = add("encoder_conv_in", new Conv2d(ops, config.imChannels(), top, 3, 1, 1));
        for (int i = 0; i < levels; i++) {
            encoderLayers.add(
                    add(
                            "encoder_layers." + i,
                            new StackedDownBlock(
                                    ops,
                                    style,
                                    down.get(i),
                                    down.get(i + 1),
                                    config.downLayers(),
                                    config.attention().get(i),
                                    config.downSample().get(i))));
        }
        for (int i = 0; i < mid.size() - 1; i++) {
            encoderMids.add(
                    add(
                            "encoder_mids." + i,
                            new StackedMidBlock(
                                    ops, style, mid.get(i), mid.get(i + 1), config.midLayers())));
        }
        encoderNormOut =
                add("encoder_norm_out", new GroupNorm(ops, style.normGroups(), bottom, EPS));
        encoderConvOut = add("encoder_conv_out", new Conv2d(ops, bottom, encoded, 3, 1, 1));
        preQuantConv = add("pre_quant_conv", new Conv2d(ops, encoded, encoded, 1, 1, 0));
        quantizer =
                config.quantizing()
                        ? add(
                                "embedding",
                                new VectorQuantizer(
                                        ops,
                                        config.codebookSize(),
                                        latent,
                                        Initializer.normal(0, 1),
                                        learnedCodes))
                        : null;
        postQuantConv = add("post_quant_conv", new Conv2d(ops, latent, latent, 1, 1, 0));
        decoderConvIn = add("decoder_conv_in", new Conv2d(ops, latent, bottom, 3, 1, 1));
        for (int i = mid.size() - 1; i > 0; i--) {
            decoderMids.add(
                    add(
                            "decoder_mids." + (mid.size() - 1 - i),
                            new StackedMidBlock(
                                    ops, style, mid.get(i), mid.get(i - 1), config.midLayers())));
        }
        for (int i = levels; i > 0; i--) {
            decoderLayers.add(
                    add(
                            "decoder_layers." + (levels - i),
                            new StackedUpBlock(
                                    ops,
                                    style,
                                    down.get(i),
                                    0,
                                    down.get(i - 1),
                                    config.upLayers(),
                                    config.attention().get(i - 1),
                                    config.downSample().get(i - 1))));
        }
        decoderNormOut = add("decoder_norm_out", new GroupNorm(ops, style.normGroups(), top, EPS));
        decoderConvOut =
                add("decoder_conv_out", new Conv2d(ops, top, config.imChannels(), 3, 1, 1));
    }

    @Override
    public NDArray encode(NDArray x) {
        Shapes.picture("The autoencoder's picture", x, config.imChannels(), factor());
        return Scope.returning(
                () -> {
                    NDArray h = encoderConvIn.forward(x);
                    for (StackedDownBlock layer : encoderLayers) {
                        h = layer.forward(h);
                    }
                    for (StackedMidBlock mid : encoderMids) {
                        h = mid.forward(h);
                    }
                    h = out(encoderConvOut, encoderNormOut, h);
                    return ops.plain(preQuantConv.forward(h));
                });
    }

    @Override
    public NDArray decodeQuantized(NDArray z) {
        Shapes.picture("The autoencoder's latent", z, config.zChannels(), 1);
        return Scope.returning(
                () -> {
                    NDArray h = decoderConvIn.forward(postQuantConv.forward(z));
                    for (StackedMidBlock mid : decoderMids) {
                        h = mid.forward(h);
                    }
                    for (StackedUpBlock layer : decoderLayers) {
                        h = layer.forward(h);
                    }
                    h = out(decoderConvOut, decoderNormOut, h);
                    return ops.plain(h);
                });
    }

    private NDArray out(Conv2d conv, GroupNorm norm, NDArray h) {
        return block(List.of(norm, conv), in -> conv.forward(in[0], norm), h);
    }

    @Override
    public @Nullable VectorQuantizer quantizer() {
        return quantizer;
    }

    @Override
    public Parameter lastLayer() {
        return decoderConvOut.weight();
    }
}
