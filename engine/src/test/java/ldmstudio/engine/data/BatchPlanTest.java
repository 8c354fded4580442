package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    @Property(tries = 200)
    void aPermutationHoldsEveryPlaceOnce(
            @ForAll @IntRange(min = 1, max = 3000) int size, @ForAll long seed) {
        Permutation order = new Permutation(size, seed, 3);
        int[] sorted = IntStream.range(0, size).map(order::at).sorted().toArray();
        assertThat(sorted).isEqualTo(IntStream.range(0, size).toArray());
    }

    @Test
    void aPermutationIsWellMixed() {
        Permutation order = new Permutation(10_000, 1, 0);
        // For a random order the mean distance of neighbours is n/3.
        double distance =
                IntStream.range(1, 10_000)
                        .map(i -> Math.abs(order.at(i) - order.at(i - 1)))
                        .average()
                        .orElseThrow();
        assertThat(distance).isBetween(3200.0, 3470.0);
    }

    @Property(tries = 100)
    void anEpochShowsEveryPictureOnceWhateverTheBatchSize(
            @ForAll @IntRange(min = 1, max = 200) int size,
            @ForAll @IntRange(min = 1, max = 300) int batchSize,
            @ForAll long seed) {
        BatchPlan plan = BatchPlan.training(seed, batchSize);
        int steps = 2 * size / batchSize + 2;
        int[] seen =
                IntStream.range(0, steps)
                        .flatMap(step -> Arrays.stream(plan.indices(step, size)))
                        .toArray();
        int[] everything = IntStream.range(0, size).toArray();
        assertThat(Arrays.stream(seen, 0, size).sorted().toArray()).isEqualTo(everything);
        assertThat(Arrays.stream(seen, size, 2 * size).sorted().toArray()).isEqualTo(everything);
    }

    @Test
    void epochsAndSeedsDifferInOrder() {
        BatchPlan plan = BatchPlan.training(7, 50);
        assertThat(plan.indices(0, 50)).isNotEqualTo(plan.indices(1, 50));
        assertThat(plan.indices(0, 50)).isNotEqualTo(BatchPlan.training(8, 50).indices(0, 50));
        assertThat(plan.indices(123, 50)).isEqualTo(BatchPlan.training(7, 50).indices(123, 50));
    }

    @Test
    void inOrderEndsWithASmallerBatchAndStartsAgain() {
        BatchPlan plan = BatchPlan.inOrder(4);
        assertThat(plan.batchesPerPass(10)).isEqualTo(3);
        assertThat(plan.indices(2, 10)).containsExactly(8, 9);
        assertThat(plan.indices(3, 10)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void placesBeyondTwoBillionAreReached() {
        BatchPlan plan = BatchPlan.training(1, 1024);
        assertThat(plan.indices(10_000_000_000L, 60_000)).hasSize(1024).doesNotHaveDuplicates();
    }
}
