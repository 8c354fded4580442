package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private static List<String> part(List<String> all, double fraction, Split split) {
        return HeldOut.part(all, StepHash::ofText, fraction, split);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "folder/picture-" + i + ".jpg").toList();
    }

    @Test
    void thePartsAreDisjointAndTogetherEverything() {
        List<String> both = new ArrayList<>(part(names(1000), 0.1, Split.TRAIN));
        List<String> heldOut = part(names(1000), 0.1, Split.VALIDATION);
        assertThat(heldOut).hasSizeBetween(70, 130);
        both.addAll(heldOut);
        assertThat(both).containsExactlyInAnyOrderElementsOf(names(1000));
        assertThat(part(names(1000), 0.1, Split.ALL)).isEqualTo(names(1000));
    }

    @Test
    void addingPicturesMovesNoneOfTheOthers() {
        List<String> before = part(names(500), 0.1, Split.VALIDATION);
        List<String> after = part(names(900), 0.1, Split.VALIDATION);
        assertThat(after).containsAll(before);
        assertThat(part(names(500), 0.1, Split.TRAIN)).doesNotContainAnyElementsOf(after);
    }

    @Test
    void noPartIsEmptyThatWasAskedFor() {
        for (int count = 2; count < 30; count++) {
            assertThat(part(names(count), 0.001, Split.VALIDATION)).hasSize(1);
            assertThat(part(names(count), 0.001, Split.TRAIN)).hasSize(count - 1);
            assertThat(part(names(count), 0.999, Split.TRAIN)).hasSize(1);
        }
    }

    @Test
    void fractionZeroHoldsNothingOut() {
        assertThat(part(names(50), 0, Split.VALIDATION)).isEmpty();
        assertThat(part(names(50), 0, Split.TRAIN)).hasSize(50);
    }

    @Test
    void theHashIsFixedForAllTime() {
        assertThat(StepHash.ofText("a/b.png")).isEqualTo(StepHash.ofText("a/b.png"));
        assertThat(part(names(20), 0.2, Split.VALIDATION))
                .isEqualTo(part(names(20), 0.2, Split.VALIDATION));
        assertThat(StepHash.bits(1, StepHash.Purpose.FLIP, 2, 3)).isEqualTo(3776600369493174732L);
    }
}
