package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a denoiser is told between keyframes.
 *
 * <p>Texts are mixed as embeddings, each token's with that of the same place and the pooled one as
 * a whole. Labels have no embedding that all networks share, so between two classes the network is
 * asked once for each and its answers are mixed by their shares.
 */
final class WalkTexts {
    /** A text in numbers; null where the network takes no such numbers. */
    private record Words(@Nullable Numbers context, @Nullable Numbers pooled) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Numbers(float[] values, long[] shape) {}

    private record Key(String prompt) {}

    private final Ops ops;
    private final WishConditions conditions;
    private final WalkMemory memory;
    private final NoiseMix mix;

    WalkTexts(DiffusionModel model, WalkMemory memory, NoiseMix mix) {
        this.ops = model.ops();
        this.conditions = new WishConditions(model);
        this.memory = memory;
        this.mix = mix;
    }

    /**
     * What is told at a place.
     *
     * @param ends those that have a share, in the order of the shares
     */
    Told told(List<WalkEnd> ends, double[] shares) {
        Map<Integer, Double> labels = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            labels.merge(ends.get(i).wish().classLabel(), shares[i], Double::sum);
        }
        Conditioning words = mixed(ends, shares, end -> end.wish().prompt());
        List<Conditioning> wanted = new ArrayList<>();
        for (int label : labels.keySet()) {
            wanted.add(words.withClasses(conditions.labels(new long[] {label})));
        }
        return new Told(
                wanted,
                labels.values().stream().mapToDouble(share -> share).toArray(),
                () ->
                        mixed(ends, shares, end -> end.how().negativePrompt())
                                .withClasses(conditions.labels(new long[] {-1})),
                ends.stream().anyMatch(end -> end.wish().any()));
    }

    private Conditioning mixed(
            List<WalkEnd> ends, double[] shares, Function<WalkEnd, String> text) {
        List<Words> all = ends.stream().map(text).map(this::words).toList();
        return new Conditioning(
                null,
                mixed(all.stream().map(Words::context).toList(), shares),
                mixed(all.stream().map(Words::pooled).toList(), shares),
                conditions.masks(List.of(Wish.NOTHING)),
                null);
    }

    private @Nullable NDArray mixed(List<@Nullable Numbers> all, double[] shares) {
        Numbers first = all.get(0);
        if (first == null) {
            return null;
        }
        List<float[]> values =
                IntStream.range(0, all.size())
                        .mapToObj(all::get)
                        .map(each -> each == null ? first.values() : each.values())
                        .toList();
        int row = (int) first.shape()[first.shape().length - 1];
        return ops.array(mix.of(values, shares, row), first.shape());
    }

    private Words words(String prompt) {
        return memory.get(
                new Key(prompt),
                () -> {
                    try (Scope scope = Scope.open()) {
                        return new Words(
                                numbers(conditions.context(List.of(prompt))),
                                numbers(conditions.pooled(List.of(prompt))));
                    }
                });
    }

    private @Nullable Numbers numbers(@Nullable NDArray array) {
        return array == null ? null : new Numbers(ops.floats(array), array.getShape().getShape());
    }
}
