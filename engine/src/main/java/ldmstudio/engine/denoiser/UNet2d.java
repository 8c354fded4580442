package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.Supplier;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.Attention;
import ldmstudio.engine.nn.SpatialAttention;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * The UNet of denoising diffusion, unconditional or by class, with the names and the arithmetic of
 * diffusers' UNet2DModel.
 *
 * <p>{@code (B, Cin, H, W)}, timestep {@code (B)}, labels {@code (B)} → {@code (B, Cout, H, W)}.
 * Sizes need not be divisible: the way up follows the sizes of the way down.
 *
 * <p>Ho et al., 2020, arXiv:2006.11239, appendix B; attention heads and residual resampling as in
 * Dhariwal and Nichol, 2021, arXiv:2105.05233.
 */
public final class UNet2d extends UNet {
    private final UNet2dConfig config;

    public UNet2d(Ops machine, UNet2dConfig config) {
        super(machine, config.frame(), plan(config.frame().operators(machine), config));
        this.config = config;
    }

    private static UNetPlan plan(Ops ops, UNet2dConfig config) {
        UNetFrame frame = config.frame();
        int first = frame.blockOutChannels().get(0);
        boolean fourier = frame.timeCoding() == TimeCoding.FOURIER;
        Integer given = frame.timeEmbeddingDim();
        Integer numTrainTimesteps = config.numTrainTimesteps();
        Integer midGroups = config.attnNormNumGroups();
        int defaultMidGroups = frame.scaleShift() ? 0 : frame.normNumGroups();
        return new UNetPlan(
                fourier ? 2 * first : first,
                given == null ? 4 * first : given,
                Activation.SILU,
                null,
                null,
                0,
                false,
                numTrainTimesteps == null ? 0 : numTrainTimesteps,
                (type, index, up, channels) ->
                        type == LevelType.ATTENTION
                                ? attention(ops, config, channels, frame.normNumGroups(), 1)
                                : null,
                config.residualDownsample(),
                config.residualUpsample(),
                1,
                false,
                config.hasMid(),
                1,
                config.midAttention()
                        ? attention(
                                ops,
                                config,
                                frame.lastChannels(),
                                midGroups == null ? defaultMidGroups : midGroups,
                                frame.midBlockScaleFactor())
                        : null,
                3,
                3,
                Activation.SILU,
                fourier);
    }

    private static Supplier<SpatialAttention> attention(
            Ops ops, UNet2dConfig config, int channels, int groups, double outputScale) {
        Integer headDim = config.attentionHeadDim();
        return () ->
                Attention.ofPicture(
                        ops,
                        channels,
                        headDim == null ? channels : headDim,
                        groups,
                        config.frame().normEps(),
                        true,
                        outputScale);
    }

    public UNet2dConfig config() {
        return config;
    }

    @Override
    public Map<String, Object> configMap() {
        return config.toMap();
    }

    @Override
    public ConditionNeeds needs() {
        return new ConditionNeeds(
                config.frame().labels(),
                0,
                0,
                imageChannels(),
                config.frame().timeCondProjDim() != null);
    }

    @Override
    public NDArray forward(NDArray x, NDArray timestep, Conditioning condition) {
        needs().check("The UNet", condition, x.getShape().get(0));
        return Scope.returning(
                () ->
                        run(
                                beside(x, condition.image()),
                                timestep,
                                condition.classLabels(),
                                null,
                                condition.guidance()));
    }

    @Override
    public Conditioned conditioned(Conditioning condition, int ways) {
        if (condition.image() != null || condition.guidance() != null) {
            return super.conditioned(condition, ways);
        }
        return (x, time) -> {
            needs().check("The UNet", condition, ways * x.getShape().get(0));
            return inEachWay(x, time, condition.classLabels(), null, ways);
        };
    }
}
