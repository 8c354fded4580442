package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.DecoderBlock;
import ldmstudio.engine.nn.DropoutClock;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.LayerNorm;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.ModuleSource;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.Rows;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.nn.SinusoidalEmbedding;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.GridOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The transformer latent diffusion (TLD) denoiser: patches of a noisy latent are tokens that look
 * at each other and at two condition tokens, the noise level and a label.
 *
 * <p>tokens = Linear(norm(patches x)) + position; c = norm[noise level s; label y]; tokens ←
 * blocks(tokens, c); out = unpatch(Linear tokens). {@code (B, Cin, S, S)}, s {@code (B)} in (0, 1),
 * y {@code (B, P)} → {@code (B, C, S, S)}. The null label is a vector of zeros; the training's
 * target is x0.
 *
 * <p>Names and arithmetic of apapiu's {@code Denoiser}, after Peebles and Xie, 2022,
 * arXiv:2212.09748. Differs in that the input may have further channels (known latents and a mask)
 * while the output keeps those of the latents, as that project's outpainting model is described,
 * and in that a distilled network may be told the guidance scale ({@link GuidanceCode}).
 */
public final class TransformerDenoiser extends DenoiserNetwork {
    private static final double EPS = 1e-5;
    private static final String BODY = "denoiser_trans_block.";

    private @Nullable TransformerDenoiser resized;
    private final TransformerDenoiserConfig config;
    private final DropoutClock clock = new DropoutClock();
    final SinusoidalEmbedding noiseCode;
    private final @Nullable GuidanceCode guidanceCode;
    private final Linear noiseIn;
    private final Linear noiseOut;
    private final Conv2d patches;
    private final LayerNorm patchNorm;
    private final Linear patchProjection;
    private final LayerNorm tokenNorm;
    private final Parameter position;
    final List<DecoderBlock> blocks = new ArrayList<>();
    private final Linear out;
    private final LayerNorm norm;
    final Linear labelProjection;

    /** A table of position encodings with the index that the reference keeps beside it. */
    private static final class Positions extends Module {
        private final Parameter weight;

        Positions(Ops ops, int tokens, int width) {
            super(ops);
            weight = parameter("pos_embed.weight", Initializer.normal(0, 1), tokens, width);
            buffer("precomputed_pos_enc", (noise, count) -> counted(count), tokens);
        }
    }

    /** 0, 1, 2 … */
    static float[] counted(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    public TransformerDenoiser(Ops ops, TransformerDenoiserConfig config) {
        super(ops);
        this.config = config;
        int width = config.embedDim();
        int patch = config.patchSize();
        noiseCode = add("fourier_feats.0", new SinusoidalEmbedding(ops, config.noiseEmbedDims()));
        guidanceCode =
                config.timeCondProjDim() == 0
                        ? null
                        : new GuidanceCode(ops, config.timeCondProjDim(), config.noiseEmbedDims());
        if (guidanceCode != null) {
            add("fourier_feats." + GuidanceCode.NAME, guidanceCode.projection());
        }
        noiseIn = add("fourier_feats.1", new Linear(ops, config.noiseEmbedDims(), width));
        noiseOut = add("fourier_feats.3", new Linear(ops, width, width));
        String embed = BODY + "patchify_and_embed.";
        patches =
                add(
                        embed + "0",
                        new Conv2d(ops, config.inChannels(), config.patchDim(), patch, patch, 0));
        patchNorm = add(embed + "2", new LayerNorm(ops, config.patchDim(), EPS));
        patchProjection = add(embed + "3", new Linear(ops, config.patchDim(), width));
        tokenNorm = add(embed + "4", new LayerNorm(ops, width, EPS));
        position =
                add(
                                "denoiser_trans_block",
                                new Positions(ops, config.grid() * config.grid(), width))
                        .weight;
        for (int i = 0; i < config.nLayers(); i++) {
            blocks.add(
                    add(
                            BODY + "decoder_blocks." + i,
                            new DecoderBlock(
                                    ops, width, config.mlpMultiplier(), config.dropout(), clock)));
        }
        out = add(BODY + "out_proj.0", new Linear(ops, width, config.patchDim()));
        norm = add("norm", new LayerNorm(ops, width, EPS));
        labelProjection = add("label_proj", new Linear(ops, config.textEmbSize(), width));
    }

    /**
     * A network with the weights of one that was trained for another picture size or without
     * further input channels: positions are resized, and new input channels begin with zeros, so
     * that they change nothing before they are trained.
     *
     * @param weights of a network that has the same width, layers, patches and labels
     * @throws ldmstudio.engine.nn.StateMismatchException listing what does not fit
     */
    public static TransformerDenoiser adapt(
            Ops ops,
            TransformerDenoiserConfig config,
            StateSource weights,
            GridOps.Interpolation interpolation) {
        TransformerDenoiser network = new TransformerDenoiser(ops, config);
        network.loadAdapted(weights, interpolation);
        return network;
    }

    /** Loads such weights into this network. */
    public void loadAdapted(StateSource weights, GridOps.Interpolation interpolation) {
        load(new AdaptedWeights(ops, config, weights, interpolation));
    }

    /** A copy for latents of another side. */
    public TransformerDenoiser withImageSize(int side, GridOps.Interpolation interpolation) {
        ModuleSource weights = new ModuleSource(ops, this, "TransformerDenoiser");
        return adapt(ops, config.withImageSize(side), weights, interpolation);
    }

    /** A copy that takes further channels beside the latents; 8 in all for outpainting. */
    public TransformerDenoiser withInputChannels(int channels) {
        ModuleSource weights = new ModuleSource(ops, this, "TransformerDenoiser");
        return adapt(
                ops, config.withInputChannels(channels), weights, GridOps.Interpolation.BICUBIC);
    }

    /** Of another square size: a copy with resized positions, made once. */
    @Override
    public DenoiserNetwork atSize(int height, int width) {
        if (height != width) {
            throw new IllegalArgumentException(
                    "This transformer draws squares only, not "
                            + width
                            + "x"
                            + height
                            + " latent pixels");
        }
        if (height == config.imageSize()) {
            return this;
        }
        TransformerDenoiser other = resized;
        if (other == null || other.config.imageSize() != height) {
            other = withImageSize(height, GridOps.Interpolation.BICUBIC);
            resized = other;
        }
        return other;
    }

    public TransformerDenoiserConfig config() {
        return config;
    }

    @Override
    public Map<String, Object> configMap() {
        return config.toMap();
    }

    @Override
    public ConditionNeeds needs() {
        return new ConditionNeeds(
                0, 0, config.textEmbSize(), config.imageChannels(), guidanceCode != null);
    }

    @Override
    public void setDropoutStep(long seed, long step) {
        clock.set(seed, step);
    }

    @Override
    public int sampleChannels() {
        return config.nChannels();
    }

    private void checkSize(NDArray x) {
        long side = config.imageSize();
        String wanted = "(B, " + config.nChannels() + ", " + side + ", " + side + ")";
        int channels = config.nChannels();
        Shapes.exactly("TransformerDenoiser's input", x, wanted, -1, channels, side, side);
    }

    /**
     * @param timestep the noise level, in (0, 1)
     * @param condition {@code pooled} is the label, absent: the null label; {@code image} the
     *     further input channels, brought to the size of x
     */
    @Override
    public NDArray forward(NDArray x, NDArray timestep, Conditioning condition) {
        return Scope.returning(
                () -> {
                    long batch = x.getShape().get(0);
                    NDArray given = condition.pooled();
                    NDArray label = given == null ? ops.zeros(batch, config.textEmbSize()) : given;
                    needs().check("TransformerDenoiser", condition.withPooled(label), batch);
                    checkSize(x);
                    return compute(
                            beside(x, condition.image()), timestep, label, condition.guidance());
                });
    }

    @Override
    public Conditioned conditioned(Conditioning condition, int ways) {
        NDArray label = condition.pooled();
        if (label == null || condition.image() != null || condition.guidance() != null) {
            return super.conditioned(condition, ways);
        }
        NDArray projected;
        try (Gradients.Recording off = Gradients.pause()) {
            projected = labelProjection.forward(label);
        }
        return (x, time) ->
                Scope.returning(
                        () -> {
                            long rows = ways * x.getShape().get(0);
                            needs().check("TransformerDenoiser", condition, rows);
                            checkSize(x);
                            NDArray level = Rows.repeated(ops, noise(times(time, 1)), rows);
                            NDArray tokens = norm.forward(ops.stack(List.of(level, projected), 1));
                            return through(x, tokens);
                        });
    }

    private NDArray beside(NDArray x, @Nullable NDArray image) {
        if (image == null) {
            return x;
        }
        long side = config.imageSize();
        boolean fits = image.getShape().get(2) == side && image.getShape().get(3) == side;
        return ops.cat(List.of(x, fits ? image : ops.upsampleNearest(image, side, side)), 1);
    }

    private NDArray compute(
            NDArray input, NDArray noiseLevel, NDArray label, @Nullable NDArray guidance) {
        return through(input, conditionTokens(noiseLevel, label, guidance));
    }

    private NDArray through(NDArray input, NDArray conditionTokens) {
        NDArray h = embed(input).add(position.computed());
        for (DecoderBlock block : blocks) {
            h = block.forward(h, conditionTokens, config.grid());
        }
        return unpatch(out.forward(h));
    }

    /** {@code (B), (B, P) → (B, 2, D)}. */
    NDArray conditionTokens(NDArray noiseLevel, NDArray label) {
        return conditionTokens(noiseLevel, label, null);
    }

    private NDArray conditionTokens(NDArray noiseLevel, NDArray label, @Nullable NDArray guidance) {
        return norm.forward(
                ops.stack(List.of(noise(noiseLevel, guidance), labelProjection.forward(label)), 1));
    }

    /** {@code (B) → (B, D)}. */
    NDArray noise(NDArray noiseLevel) {
        return noise(noiseLevel, null);
    }

    private NDArray noise(NDArray noiseLevel, @Nullable NDArray guidance) {
        NDArray code = GuidanceCode.added(guidanceCode, noiseCode.forward(noiseLevel), guidance);
        return noiseOut.forward(ops.gelu(noiseIn.forward(code)));
    }

    /** {@code (B, Cin, S, S) → (B, (S/p)², D)}, without the positions. */
    NDArray embed(NDArray input) {
        NDArray tokens = patchNorm.forward(ops.toTokens(patches.forward(input)));
        return tokenNorm.forward(patchProjection.forward(tokens));
    }

    /** {@code ((S/p)², D)}. */
    NDArray position() {
        return position.array();
    }

    /** {@code (B, (S/p)², C·p²) → (B, C, S, S)}. */
    private NDArray unpatch(NDArray tokens) {
        long batch = tokens.getShape().get(0);
        long grid = config.grid();
        long patch = config.patchSize();
        NDArray cells = ops.reshape(tokens, batch, grid, grid, config.nChannels(), patch, patch);
        return ops.cast(
                ops.reshape(
                        ops.permute(cells, 0, 3, 1, 4, 2, 5),
                        batch,
                        config.nChannels(),
                        config.imageSize(),
                        config.imageSize()),
                ComputeType.FP32);
    }
}
