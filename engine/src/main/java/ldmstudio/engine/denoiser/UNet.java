package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.Context;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.DownLevel2d;
import ldmstudio.engine.nn.DownLevel2d.Downsampling;
import ldmstudio.engine.nn.DropoutClock;
import ldmstudio.engine.nn.GroupNorm;
import ldmstudio.engine.nn.MidBlock2d;
import ldmstudio.engine.nn.ResnetStyle;
import ldmstudio.engine.nn.Rows;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.nn.UpLevel2d;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The body that both UNets share: convolution in, levels down, middle, levels up with the results
 * of the way down beside, norm, activation, convolution out.
 *
 * <p>Ronneberger et al., 2015, arXiv:1505.04597, as in Ho et al., 2020, arXiv:2006.11239.
 */
abstract class UNet extends DenoiserNetwork {
    private final UNetFrame frame;
    private final UNetPlan plan;
    private final DropoutClock clock = new DropoutClock();
    final Conv2d convIn;
    final UNetEmbedding embedding;
    final List<DownLevel2d> down = new ArrayList<>();
    final @Nullable MidBlock2d mid;
    final List<UpLevel2d> up = new ArrayList<>();
    final GroupNorm convNormOut;
    final Conv2d convOut;

    UNet(Ops machine, UNetFrame frame, UNetPlan plan) {
        super(frame.operators(machine));
        this.frame = frame;
        this.plan = plan;
        int first = frame.blockOutChannels().get(0);
        int last = frame.lastChannels();
        ResnetStyle style =
                new ResnetStyle(
                        frame.normNumGroups(),
                        frame.normEps(),
                        frame.activation(),
                        plan.classBeside() ? 2 * plan.embeddingWidth() : plan.embeddingWidth(),
                        frame.scaleShift(),
                        false,
                        1,
                        frame.dropout(),
                        clock);
        int kernelIn = plan.convInKernel();
        convIn =
                add(
                        "conv_in",
                        new Conv2d(
                                ops, frame.inChannels(), first, kernelIn, 1, (kernelIn - 1) / 2));
        embedding = new UNetEmbedding(ops, frame, plan);
        embedding.named().forEach(this::add);
        addDown(style);
        mid =
                plan.hasMid()
                        ? add(
                                "mid_block",
                                new MidBlock2d(
                                        ops,
                                        last,
                                        plan.midLayers(),
                                        style.withOutput(frame.midBlockScaleFactor(), false),
                                        plan.midAttention()))
                        : null;
        addUp(style);
        convNormOut =
                add(
                        "conv_norm_out",
                        new GroupNorm(ops, frame.normNumGroups(), first, frame.normEps()));
        int kernelOut = plan.convOutKernel();
        convOut =
                add(
                        "conv_out",
                        new Conv2d(
                                ops,
                                first,
                                frame.outChannels(),
                                kernelOut,
                                1,
                                (kernelOut - 1) / 2));
    }

    private ResnetStyle styleOf(LevelType type, ResnetStyle style) {
        return type == LevelType.RESIDUAL
                ? style.withOutput(plan.residualLevelScale(), plan.residualLevelActivated())
                : style;
    }

    private void addDown(ResnetStyle style) {
        List<Integer> channels = frame.blockOutChannels();
        for (int i = 0; i < channels.size(); i++) {
            LevelType type = frame.down().get(i);
            int out = channels.get(i);
            Downsampling downsampling = new Downsampling.Convolution(frame.downsamplePadding());
            if (i == channels.size() - 1) {
                downsampling = new Downsampling.None();
            } else if (type == LevelType.RESIDUAL
                    || (type == LevelType.ATTENTION && plan.residualDown())) {
                downsampling = new Downsampling.Residual();
            }
            down.add(
                    add(
                            "down_blocks." + i,
                            new DownLevel2d(
                                    ops,
                                    channels.get(Math.max(i - 1, 0)),
                                    out,
                                    frame.layersPerBlock().get(i),
                                    styleOf(type, style),
                                    plan.attention().of(type, i, false, out),
                                    downsampling)));
        }
    }

    private void addUp(ResnetStyle style) {
        int levels = frame.levels();
        for (int i = 0; i < levels; i++) {
            LevelType type = frame.up().get(i);
            int out = frame.reversed(i);
            UpLevel2d.Upsampling upsampling = UpLevel2d.Upsampling.CONVOLUTION;
            if (i == levels - 1) {
                upsampling = UpLevel2d.Upsampling.NONE;
            } else if (type == LevelType.RESIDUAL
                    || (type == LevelType.ATTENTION && plan.residualUp())) {
                upsampling = UpLevel2d.Upsampling.RESIDUAL;
            }
            up.add(
                    add(
                            "up_blocks." + i,
                            new UpLevel2d(
                                    ops,
                                    UpLevel2d.inputsWithSkips(
                                            frame.reversed(Math.max(i - 1, 0)),
                                            out,
                                            frame.reversed(i + 1),
                                            frame.layersPerBlock().get(levels - 1 - i) + 1),
                                    out,
                                    styleOf(type, style),
                                    plan.attention().of(type, i, true, out),
                                    upsampling)));
        }
    }

    @Override
    public final void setDropoutStep(long seed, long step) {
        clock.set(seed, step);
    }

    @Override
    public final int sampleChannels() {
        return frame.inChannels() - imageChannels();
    }

    /** Channels that are put beside the sample: those that the output has not. */
    final int imageChannels() {
        return Math.max(0, frame.inChannels() - frame.outChannels());
    }

    /** The sample with the picture beside it, brought to its size, where there is one. */
    final NDArray beside(NDArray x, @Nullable NDArray image) {
        if (image == null) {
            return x;
        }
        long height = x.getShape().get(2);
        long width = x.getShape().get(3);
        boolean fits = image.getShape().get(2) == height && image.getShape().get(3) == width;
        return ops.cat(List.of(x, fits ? image : ops.upsampleNearest(image, height, width)), 1);
    }

    final NDArray run(
            NDArray x,
            NDArray timestep,
            @Nullable NDArray classLabels,
            @Nullable NDArray context,
            @Nullable NDArray guidance) {
        Shapes.picture("The UNet's input", x, frame.inChannels(), 1);
        long batch = x.getShape().get(0);
        Shapes.exactly("The UNet's timestep", timestep, "(" + batch + "), one a picture", batch);
        embedding.checkLabels(classLabels, batch);
        return Scope.returning(
                () ->
                        compute(
                                x,
                                timestep,
                                classLabels,
                                Context.ofNullable(context == null ? null : joined(context)),
                                guidance));
    }

    /**
     * The predictions for samples in several ways, see {@link #conditioned}. Without labels the
     * whole batch has one embedding, that of the time.
     *
     * @param classLabels {@code (n·B)}
     * @param context {@code (n·B, L, D)}
     */
    final NDArray inEachWay(
            NDArray x,
            double time,
            @Nullable NDArray classLabels,
            @Nullable Context context,
            int ways) {
        Shapes.picture("The UNet's input", x, frame.inChannels(), 1);
        long rows = ways * x.getShape().get(0);
        embedding.checkLabels(classLabels, rows);
        NDArray timestep = times(time, classLabels == null ? 1 : rows);
        return Scope.returning(
                () -> Rows.repeated(ops, compute(x, timestep, classLabels, context, null), rows));
    }

    private NDArray compute(
            NDArray x,
            NDArray timestep,
            @Nullable NDArray classLabels,
            @Nullable Context context,
            @Nullable NDArray guidance) {
        NDArray emb = joined(embedding.forward(timestep, classLabels, guidance));
        NDArray h = joined(convIn.forward(frame.centerInputSample() ? ops.scale(x, 2).sub(1) : x));
        List<NDArray> skips = new ArrayList<>(List.of(h));
        for (DownLevel2d level : down) {
            h = level.forward(h, emb, context, skips);
        }
        if (mid != null) {
            h = mid.forward(h, emb, context);
        }
        for (UpLevel2d level : up) {
            h = level.forward(h, emb, context, skips);
        }
        NDArray y =
                block(
                        List.of(convNormOut, convOut),
                        in ->
                                convOut.forward(
                                        plan.outActivation()
                                                .apply(ops, convNormOut.forward(in[0]))),
                        h);
        if (plan.divideByTimestep()) {
            y = y.div(ops.reshape(timestep, -1, 1, 1, 1));
        }
        return ops.plain(y);
    }
}
