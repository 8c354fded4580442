package ldmstudio.engine.train;

import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.ConditionConfig;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.denoiser.ConditionNeeds;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** What a run tells its denoiser: class, caption and mask, as its configuration and data say. */
final class RunConditions {
    private final Ops ops;
    private final Stage2Config config;
    private final int classCount;
    private final @Nullable RunText words;
    private final @Nullable MaskConditions masks;
    private final int maskParts;
    private final int[] shape;

    /**
     * @param classCount 0: not told
     * @param shape of a sample, {@code [C, h, w]}
     * @param pixels whether the samples are pictures, cropped at random
     * @param words null: not told
     */
    RunConditions(
            Ops ops,
            Stage2Config config,
            Dataset data,
            int classCount,
            int[] shape,
            boolean pixels,
            @Nullable RunText words) {
        this.ops = ops;
        this.config = config;
        this.classCount = classCount;
        this.words = words;
        this.shape = shape.clone();
        ConditionConfig condition = config.condition();
        maskParts = condition.byMask() ? data.maskParts().size() : 0;
        // A mask is hidden by itself, as in ExplainingAI's training.
        masks =
                maskParts == 0
                        ? null
                        : new MaskConditions(
                                ops,
                                maskParts,
                                shape[1],
                                shape[2],
                                config.data().resize(),
                                pixels,
                                share("mask_dropout", condition.conditionDropout()));
    }

    /**
     * Refuses data that lack what is to be told.
     *
     * @throws ldmstudio.engine.data.DataException naming what is missing
     */
    static void check(ConditionConfig condition, TrainingData data) {
        if (condition.byText()) {
            data.train().requireCaptions();
        }
        if (condition.byMask()) {
            data.train().requireMasks();
            data.validation().requireMasks();
        }
    }

    private HiddenShare share(String purpose, double share) {
        return new HiddenShare(config.seed(), purpose, share);
    }

    @Nullable MaskConditions masks() {
        return masks;
    }

    /** What the denoiser will be told; a network takes of a text what it can use. */
    ConditionNeeds told() {
        return new ConditionNeeds(
                classCount == 0 ? 0 : classCount + 1,
                words == null ? 0 : words.encoder().contextWidth(),
                words == null ? 0 : words.encoder().pooledWidth(),
                paintsAround() ? KnownConditions.channels(shape, toldMask()) : maskParts,
                false);
    }

    private boolean paintsAround() {
        return !config.condition().paintAround().equals("none");
    }

    private boolean toldMask() {
        return config.condition().paintAround().startsWith("mask");
    }

    /** The same, batch by batch. */
    Conditions of(ConditionNeeds needs) {
        return of(needs, config.condition().conditionDropout());
    }

    /**
     * The same with another share of hidden conditions.
     *
     * @param dropout 0: every picture shows its condition; 1: none does
     */
    Conditions of(ConditionNeeds needs, double dropout) {
        ConditionConfig condition = config.condition();
        HiddenShare hidden = share("condition_dropout", dropout);
        List<Conditions> kinds = new ArrayList<>();
        if (needs.classes() > 0) {
            kinds.add(new ClassConditions(ops, classCount, hidden));
        }
        if (words != null) {
            kinds.add(
                    new TextConditions(
                            ops,
                            words.encoder(),
                            needs,
                            words.trained(),
                            hidden,
                            share("caption_word_dropout", condition.captionWordDropout()),
                            new Noise(config.seed(), "caption")));
        }
        if (masks != null) {
            kinds.add(masks);
        }
        if (paintsAround()) {
            kinds.add(new KnownConditions(ops, shape, toldMask(), config.seed()));
        }
        return new AllConditions(kinds);
    }
}
