package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HiddenShareTest {
    @Test
    void theAskedShareIsHiddenAndAlwaysTheSame() {
        HiddenShare share = new HiddenShare(1, "test", 0.2);
        int hidden = 0;
        for (int i = 0; i < 10_000; i++) {
            hidden += share.hides(i / 100, i % 100) ? 1 : 0;
            assertThat(share.hides(i / 100, i % 100)).isEqualTo(share.hides(i / 100, i % 100));
        }
        assertThat(hidden).isBetween(1850, 2150);
    }

    @Test
    void nothingIsHiddenFromAValidation() {
        HiddenShare all = new HiddenShare(1, "test", 1);
        assertThat(all.hides(-1, 0)).isFalse();
        assertThat(all.words("a red star", -1, 0)).isEqualTo("a red star");
        assertThat(all.words("a red star", 0, 0)).isEmpty();
    }

    @Test
    void wordsAreLeftOutOneByOneInTheirOrder() {
        HiddenShare share = new HiddenShare(4, "test", 0.3);
        int words = 0;
        for (int i = 0; i < 1000; i++) {
            String kept = share.words("one two three four", 7, i);
            List<String> each = kept.isEmpty() ? List.of() : List.of(kept.split(" "));
            if (!each.isEmpty()) {
                assertThat(List.of("one", "two", "three", "four")).containsSubsequence(each);
            }
            words += each.size();
        }
        assertThat(words).isBetween(2650, 2950);
    }
}
