package ldmstudio.engine.pipeline;

import java.util.Collections;
import java.util.List;
import ldmstudio.engine.config.SamplingConfig;

/**
 * Which pictures to draw and how.
 *
 * @param how sampler, steps, guidance and seed; the noise of picture i is a function of {@code
 *     (seed, i)}, whatever the batch. Its {@code count} and {@code prompts} say nothing here
 * @param wishes what each picture is to show; its length is the number of pictures
 * @param from what they begin from
 * @param batchSize pictures drawn at once
 * @param previewEvery steps between previews of x̂0; 0: none
 */
public record SamplingPlan(
        SamplingConfig how, List<Wish> wishes, Beginning from, int batchSize, int previewEvery) {
    public SamplingPlan {
        wishes = List.copyOf(wishes);
    }

    /** From pure noise at the model's own size. */
    public SamplingPlan(SamplingConfig how, List<Wish> wishes, int batchSize, int previewEvery) {
        this(how, wishes, Beginning.NOISE, batchSize, previewEvery);
    }

    public SamplingPlan withFrom(Beginning other) {
        return new SamplingPlan(how, wishes, other, batchSize, previewEvery);
    }

    /** Pictures by class; -1 for none. */
    public static SamplingPlan ofClasses(
            SamplingConfig how, List<Integer> labels, int batchSize, int previewEvery) {
        return new SamplingPlan(
                how, labels.stream().map(Wish::ofClass).toList(), batchSize, previewEvery);
    }

    /** As many pictures of one wish. */
    public static SamplingPlan of(SamplingConfig how, Wish wish, int count, int batchSize) {
        return new SamplingPlan(how, Collections.nCopies(count, wish), batchSize, 0);
    }

    public int count() {
        return wishes.size();
    }

    public long seed() {
        return how.seed();
    }
}
