package ldmstudio.engine.pipeline;

import java.util.List;
import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.condition.TextEncoderSize;
import ldmstudio.engine.condition.TextEncoders;
import ldmstudio.engine.config.DiffusionConfig;
import ldmstudio.engine.config.UNetConfig;
import ldmstudio.engine.denoiser.ConditionNeeds;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.Ops;

/** Untrained models of 8x8 pixels: what they draw means nothing, but it obeys the same rules. */
final class TinyModels {
    static final int SIDE = 8;

    private TinyModels() {}

    static DiffusionPipeline pixels(Ops ops) {
        return pixels(ops, ConditionNeeds.NONE, null, 0);
    }

    static DiffusionPipeline byClass(Ops ops, int classes) {
        return pixels(ops, new ConditionNeeds(classes + 1, 0, 0, 0, false), null, classes);
    }

    static DiffusionPipeline byText(Ops ops) {
        return byText(ops, SIDE);
    }

    /** As above, with pictures of another size. */
    static DiffusionPipeline byText(Ops ops, int side) {
        TextEncoder text =
                TextEncoders.learn(
                        ops,
                        List.of("a red circle", "a blue square"),
                        new TextEncoderSize(32, 1, 1, 8, 600));
        return pixels(ops, new ConditionNeeds(0, text.contextWidth(), 0, 0, false), text, 0, side);
    }

    /** A network with a mask and the known picture beside the sample. */
    static DiffusionPipeline inpainting(Ops ops) {
        return pixels(ops, new ConditionNeeds(0, 0, 0, 4, false), null, 0);
    }

    private static DiffusionPipeline pixels(
            Ops ops,
            ConditionNeeds told,
            @org.jspecify.annotations.Nullable TextEncoder text,
            int classes) {
        return pixels(ops, told, text, classes, SIDE);
    }

    private static DiffusionPipeline pixels(
            Ops ops,
            ConditionNeeds told,
            @org.jspecify.annotations.Nullable TextEncoder text,
            int classes,
            int side) {
        UNetConfig config =
                new UNetConfig(side, 3, List.of(8, 16), List.of(false, true), 1, 8, 4, 0);
        DenoiserNetwork network = Denoisers.create(ops, config, 3, side, told);
        network.initialize(3);
        return new DiffusionPipeline(
                new DiffusionModel(
                        ops,
                        network,
                        null,
                        text,
                        1,
                        Process.of(DiffusionConfig.defaults()),
                        PredictionType.EPSILON,
                        3,
                        side,
                        side,
                        classes));
    }
}
