package ldmstudio.engine.pipeline;

import java.util.Collections;
import java.util.List;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.sampler.SeededNoise;
import ldmstudio.engine.tensor.Ops;

/**
 * Which pictures to draw and how.
 *
 * @param how sampler, steps, guidance and seed; the noise of picture i is a function of {@code
 *     (seed, i)}, whatever the batch. Its {@code count} and {@code prompts} say nothing here
 * @param wishes what each picture is to show; its length is the number of pictures
 * @param from what they begin from
 * @param batchSize pictures drawn at once
 * @param previewEvery steps between previews of x̂0; 0: none
 * @param seeds one a picture, each then the first of its seed's series; empty: all are of one
 */
public record SamplingPlan(
        SamplingConfig how,
        List<Wish> wishes,
        Beginning from,
        int batchSize,
        int previewEvery,
        List<Long> seeds) {
    public SamplingPlan {
        wishes = List.copyOf(wishes);
        seeds = List.copyOf(seeds);
        if (!seeds.isEmpty() && (seeds.size() != wishes.size() || from.variation().amount() > 0)) {
            throw new IllegalArgumentException(
                    "Pictures with a seed each take one seed a picture and no variation");
        }
    }

    /** A series of pictures with one seed. */
    public SamplingPlan(
            SamplingConfig how,
            List<Wish> wishes,
            Beginning from,
            int batchSize,
            int previewEvery) {
        this(how, wishes, from, batchSize, previewEvery, List.of());
    }

    /** From pure noise at the model's own size. */
    public SamplingPlan(SamplingConfig how, List<Wish> wishes, int batchSize, int previewEvery) {
        this(how, wishes, Beginning.NOISE, batchSize, previewEvery);
    }

    public SamplingPlan withFrom(Beginning other) {
        return new SamplingPlan(how, wishes, other, batchSize, previewEvery, seeds);
    }

    /** The same pictures, each the first of its own seed's series, all drawn at once. */
    public SamplingPlan withSeeds(List<Long> each) {
        return new SamplingPlan(how, wishes, from, wishes.size(), previewEvery, each);
    }

    /** The seed of a picture. */
    public long seed(int picture) {
        return seeds.isEmpty() ? seed() : seeds.get(picture);
    }

    /** The number of a picture in its seed's series. */
    public int number(int picture) {
        return seeds.isEmpty() ? picture : 0;
    }

    SeededNoise noise(Ops ops, int first, int size) {
        return seeds.isEmpty()
                ? SeededNoise.series(ops, seed(), first, size)
                : SeededNoise.each(
                        ops,
                        seeds.subList(first, first + size).stream()
                                .mapToLong(Long::longValue)
                                .toArray());
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
