package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.AdaptiveBlock;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Embedding;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.nn.Timesteps;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.GridOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The diffusion transformer (DiT) by class: patches of a noisy latent are tokens of blocks whose
 * norms are modulated by timestep and class (adaLN-Zero).
 *
 * <p>c = W₂ SiLU(W₁ code(t)) + class[y]; tokens = patches(x) + position; tokens ← blocks(tokens,
 * c); out = unpatch(Linear((1 + γ(c)) norm(tokens) + β(c))). {@code (B, C, S, S)}, t {@code (B)}, y
 * {@code (B)} → {@code (B, C, S, S)}. The code has the cosines first, the divisor 128 and the
 * maximum period 10,000; positions are fixed sines and cosines.
 *
 * <p>Peebles and Xie, 2022, arXiv:2212.09748; names and arithmetic of facebookresearch's {@code
 * DiT}. Of a network that also learned the variance only the first half of the channels, the mean,
 * is returned. Labels are hidden by whoever trains, by the last row of the table. A distilled
 * network may be told the guidance scale, too ({@link GuidanceCode}).
 */
public final class DiTTransformer extends DenoiserNetwork {
    private static final int CODE_WIDTH = 256;
    private static final float EMBEDDING_STD = 0.02f;

    private final DiTTransformerConfig config;
    private final GridOps grid;
    private final Timesteps code;
    private final @Nullable GuidanceCode guidanceCode;
    private final Parameter position;
    final Conv2d patches;
    private final Linear timeIn;
    private final Linear timeOut;
    final Embedding classes;
    final List<AdaptiveBlock> blocks = new ArrayList<>();
    private final Linear out;
    private final Linear outModulation;

    public DiTTransformer(Ops ops, DiTTransformerConfig config) {
        super(ops);
        this.config = config;
        grid = new GridOps(ops);
        int width = config.hiddenSize();
        int patch = config.patchSize();
        long patchDim = (long) config.inChannels() * patch * patch;
        code = new Timesteps(ops, CODE_WIDTH, true, 0);
        position =
                buffer(
                        "pos_embed",
                        (noise, count) -> positions(config.grid(), width),
                        1,
                        (long) config.grid() * config.grid(),
                        width);
        patches =
                add(
                        "x_embedder.proj",
                        new Conv2d(
                                ops,
                                config.inChannels(),
                                width,
                                patch,
                                patch,
                                0,
                                Initializer.xavierUniform(patchDim, width),
                                Initializer.constant(0)));
        guidanceCode =
                config.timeCondProjDim() == 0
                        ? null
                        : new GuidanceCode(ops, config.timeCondProjDim(), CODE_WIDTH);
        if (guidanceCode != null) {
            add("t_embedder." + GuidanceCode.NAME, guidanceCode.projection());
        }
        timeIn = add("t_embedder.mlp.0", small(CODE_WIDTH, width));
        timeOut = add("t_embedder.mlp.2", small(width, width));
        classes =
                add(
                        "y_embedder.embedding_table",
                        new Embedding(
                                ops, config.rows(), width, Initializer.normal(0, EMBEDDING_STD)));
        int inner = (int) (width * config.mlpRatio());
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(add("blocks." + i, new AdaptiveBlock(ops, width, config.numHeads(), inner)));
        }
        out =
                add(
                        "final_layer.linear",
                        Linear.zero(ops, width, patch * patch * config.outChannels()));
        outModulation = add("final_layer.adaLN_modulation.1", Linear.zero(ops, width, 2 * width));
    }

    private Linear small(int in, int out) {
        Initializer weights = Initializer.normal(0, EMBEDDING_STD);
        return new Linear(ops, in, out, weights, Initializer.constant(0));
    }

    /** The first half of the channels codes the column, the second the row; sines, then cosines. */
    static float[] positions(int side, int width) {
        float[] table = new float[side * side * width];
        int quarter = width / 4;
        for (int cell = 0; cell < side * side; cell++) {
            int[] place = {cell % side, cell / side};
            for (int axis = 0; axis < 2; axis++) {
                for (int i = 0; i < quarter; i++) {
                    double angle = place[axis] / Math.pow(10_000, i / (double) quarter);
                    int at = cell * width + axis * 2 * quarter + i;
                    table[at] = (float) Math.sin(angle);
                    table[at + quarter] = (float) Math.cos(angle);
                }
            }
        }
        return table;
    }

    public DiTTransformerConfig config() {
        return config;
    }

    @Override
    public Map<String, Object> configMap() {
        return config.toMap();
    }

    @Override
    public ConditionNeeds needs() {
        int labels = config.numClasses() == 0 ? 0 : config.rows();
        return new ConditionNeeds(labels, 0, 0, 0, guidanceCode != null);
    }

    @Override
    public int sampleChannels() {
        return config.inChannels();
    }

    @Override
    public NDArray forward(NDArray x, NDArray timestep, Conditioning condition) {
        return Scope.returning(
                () -> ops.narrow(all(x, timestep, condition), 1, 0, config.inChannels()));
    }

    /** Mean and, if it was learned, variance: {@code (B, Cout, S, S)}. */
    NDArray all(NDArray x, NDArray timestep, Conditioning condition) {
        long batch = x.getShape().get(0);
        long side = config.inputSize();
        needs().check(DiTTransformerConfig.OWNER, condition, batch);
        Shapes.exactly(
                "DiTTransformer's input",
                x,
                "(B, " + config.inChannels() + ", " + side + ", " + side + ")",
                -1,
                config.inChannels(),
                side,
                side);
        NDArray told = time(timestep, condition.guidance());
        NDArray c = told.add(classes.forward(labels(condition.classLabels(), batch)));
        NDArray h = embed(x).add(position.array());
        for (AdaptiveBlock block : blocks) {
            h = block.forward(h, c);
        }
        return unpatch(last(h, c));
    }

    /** A network without classes has only the row that means "no class". */
    private NDArray labels(@Nullable NDArray given, long batch) {
        if (given != null) {
            return given;
        }
        long[] none = new long[Math.toIntExact(batch)];
        Arrays.fill(none, config.numClasses());
        return ops.array(none, batch);
    }

    /** {@code (B) → (B, D)}. */
    NDArray time(NDArray timestep) {
        return time(timestep, null);
    }

    private NDArray time(NDArray timestep, @Nullable NDArray guidance) {
        NDArray coded = GuidanceCode.added(guidanceCode, code.forward(timestep), guidance);
        return timeOut.forward(ops.silu(timeIn.forward(coded)));
    }

    /** {@code (B, C, S, S) → (B, L, D)}, without the positions. */
    NDArray embed(NDArray x) {
        return ops.toTokens(patches.forward(x));
    }

    /** {@code (1, L, D)}. */
    NDArray position() {
        return position.array();
    }

    /** {@code (B, L, D) → (B, L, p² Cout)}. */
    NDArray last(NDArray tokens, NDArray condition) {
        int width = config.hiddenSize();
        NDArray both = outModulation.forward(ops.silu(condition));
        NDArray shift = ops.narrow(both, 1, 0, width);
        NDArray scale = ops.narrow(both, 1, width, width);
        return out.forward(grid.modulatedNorm(tokens, shift, scale, AdaptiveBlock.EPS));
    }

    /** {@code (B, L, p² Cout) → (B, Cout, S, S)}. */
    private NDArray unpatch(NDArray tokens) {
        long batch = tokens.getShape().get(0);
        long side = config.grid();
        long patch = config.patchSize();
        long channels = config.outChannels();
        NDArray cells = ops.reshape(tokens, batch, side, side, patch, patch, channels);
        return ops.cast(
                ops.reshape(
                        ops.permute(cells, 0, 5, 1, 3, 2, 4),
                        batch,
                        channels,
                        config.inputSize(),
                        config.inputSize()),
                ComputeType.FP32);
    }
}
