package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import ldmstudio.engine.nn.Attention;
import ldmstudio.engine.nn.Context;
import ldmstudio.engine.nn.Linear;
import ldmstudio.engine.nn.Shapes;
import ldmstudio.engine.nn.SpatialAttention;
import ldmstudio.engine.nn.Transformer2d;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The UNet of latent diffusion, conditioned on a sequence by cross-attention, with the names and
 * the arithmetic of diffusers' UNet2DConditionModel.
 *
 * <p>{@code (B, Cin, H, W)}, timestep {@code (B)}, context {@code (B, L, D)} → {@code (B, Cout, H,
 * W)}.
 *
 * <p>Rombach et al., 2022, arXiv:2112.10752, section 3.3.
 */
public final class UNet2dCondition extends UNet {
    private final UNet2dConditionConfig config;
    private final @Nullable Linear contextProjection;

    public UNet2dCondition(Ops machine, UNet2dConditionConfig config) {
        super(machine, config.frame(), plan(config.frame().operators(machine), config));
        this.config = config;
        Integer hidden = config.encoderHidDim();
        contextProjection =
                hidden == null
                        ? null
                        : add(
                                "encoder_hid_proj",
                                new Linear(ops, hidden, config.crossAttentionDim().get(0)));
    }

    private static UNetPlan plan(Ops ops, UNet2dConditionConfig config) {
        UNetFrame frame = config.frame();
        int first = frame.blockOutChannels().get(0);
        int last = frame.levels() - 1;
        boolean fourier = frame.timeCoding() == TimeCoding.FOURIER;
        Integer given = frame.timeEmbeddingDim();
        int embeddingWidth = given == null ? (fourier ? 2 : 4) * first : given;
        Integer classWidth = config.projectionClassEmbeddingsInputDim();
        return new UNetPlan(
                fourier ? embeddingWidth : first,
                embeddingWidth,
                frame.activation(),
                config.timestepPostActivation(),
                config.timeEmbeddingActivation(),
                classWidth == null ? 0 : classWidth,
                config.classEmbeddingsConcat(),
                0,
                (type, index, up, channels) -> attention(ops, config, type, index, up, channels),
                false,
                false,
                config.resnetOutScaleFactor(),
                config.resnetSkipTimeAct(),
                config.mid() != UNet2dConditionConfig.Mid.NONE,
                config.mid() == UNet2dConditionConfig.Mid.CROSS_ATTENTION ? 1 : 0,
                () ->
                        transformer(
                                ops,
                                config,
                                last,
                                frame.lastChannels(),
                                config.transformerLayers().get(last),
                                false),
                config.convInKernel(),
                config.convOutKernel(),
                frame.activation(),
                false);
    }

    private static @Nullable Supplier<SpatialAttention> attention(
            Ops ops,
            UNet2dConditionConfig config,
            LevelType type,
            int index,
            boolean up,
            int channels) {
        int level = up ? config.frame().levels() - 1 - index : index;
        return switch (type) {
            case PLAIN, RESIDUAL -> null;
            case CROSS_ATTENTION ->
                    () ->
                            transformer(
                                    ops,
                                    config,
                                    level,
                                    channels,
                                    up
                                            ? config.upTransformerLayers().get(index)
                                            : config.transformerLayers().get(index),
                                    config.onlyCrossAttention().get(level));
            // The reference does not reverse this list on the way up; here it is a head's width.
            case ATTENTION ->
                    () ->
                            Attention.ofPicture(
                                    ops,
                                    channels,
                                    config.heads().get(index),
                                    config.frame().normNumGroups(),
                                    config.frame().normEps(),
                                    true,
                                    1);
        };
    }

    private static SpatialAttention transformer(
            Ops ops,
            UNet2dConditionConfig config,
            int level,
            int channels,
            int layers,
            boolean onlyCross) {
        return new Transformer2d(
                ops,
                channels,
                config.heads().get(level),
                layers,
                config.crossAttentionDim().get(level),
                config.frame().normNumGroups(),
                config.useLinearProjection(),
                onlyCross);
    }

    public UNet2dConditionConfig config() {
        return config;
    }

    @Override
    public Map<String, Object> configMap() {
        return config.toMap();
    }

    @Override
    public ConditionNeeds needs() {
        Integer hidden = config.encoderHidDim();
        return new ConditionNeeds(
                config.frame().labels(),
                hidden == null ? config.crossAttentionDim().get(0) : hidden,
                0,
                imageChannels(),
                config.frame().timeCondProjDim() != null);
    }

    @Override
    public NDArray forward(NDArray x, NDArray timestep, Conditioning condition) {
        needs().check("The UNet", condition, x.getShape().get(0));
        NDArray context = Objects.requireNonNull(condition.context());
        return Scope.returning(
                () ->
                        forward(
                                beside(x, condition.image()),
                                timestep,
                                context,
                                condition.classLabels(),
                                condition.guidance()));
    }

    @Override
    public Conditioned conditioned(Conditioning condition, int ways) {
        if (condition.image() != null || condition.guidance() != null) {
            return super.conditioned(condition, ways);
        }
        Context context = Context.kept(projectedOnce(condition.context()), this);
        return (x, time) -> {
            needs().check("The UNet", condition, ways * x.getShape().get(0));
            return inEachWay(x, time, condition.classLabels(), context, ways);
        };
    }

    private NDArray projectedOnce(@Nullable NDArray context) {
        if (context == null) {
            throw new IllegalArgumentException("The UNet needs a context");
        }
        try (Gradients.Recording off = Gradients.pause()) {
            return projected(context);
        }
    }

    /**
     * The prediction, {@code (B, Cout, H, W)} in fp32.
     *
     * @param context {@code (B, L, D)}
     * @param classLabels int64 {@code (B)}, or null without classes
     * @throws IllegalArgumentException when a shape does not fit
     */
    public NDArray forward(
            NDArray x, NDArray timestep, NDArray context, @Nullable NDArray classLabels) {
        return forward(x, timestep, context, classLabels, null);
    }

    private NDArray forward(
            NDArray x,
            NDArray timestep,
            NDArray context,
            @Nullable NDArray classLabels,
            @Nullable NDArray guidance) {
        Integer hidden = config.encoderHidDim();
        int width = hidden == null ? config.crossAttentionDim().get(0) : hidden;
        long batch = x.getShape().get(0);
        Shapes.exactly(
                "The UNet's context",
                context,
                "(" + batch + ", L, " + width + ")",
                batch,
                -1,
                width);
        return Scope.returning(() -> run(x, timestep, classLabels, projected(context), guidance));
    }

    /** The context as the transformers see it. */
    NDArray projected(NDArray context) {
        return contextProjection == null ? context : contextProjection.forward(context);
    }
}
