package ldmstudio.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void theIntervalIsWilsons() {
        // Worked by hand from the formula: 425 of 500.
        Share share = new Share(425, 500);
        assertThat(share.value()).isEqualTo(0.85);
        assertThat(share.low()).isCloseTo(0.8160, within(2e-4));
        assertThat(share.high()).isCloseTo(0.8786, within(2e-4));
        assertThat(new Share(0, 10).low()).isZero();
        assertThat(new Share(0, 10).high()).isCloseTo(0.2775, within(1e-4));
    }

    @Property(tries = 200)
    void theShareLiesInItsInterval(
            @ForAll @IntRange(min = 1, max = 5000) int total,
            @ForAll @IntRange(min = 0, max = 5000) int right) {
        Share share = new Share(Math.min(right, total), total);
        assertThat(share.low()).isBetween(0.0, share.value());
        assertThat(share.high()).isBetween(share.value() - 1e-12, 1.0);
    }

    @Test
    void nothingCountedLeavesEverythingOpen() {
        assertThat(new Share(0, 0).low()).isZero();
        assertThat(new Share(0, 0).high()).isEqualTo(1);
        assertThatThrownBy(() -> new Share(3, 2)).hasMessageContaining("3 of 2");
    }
}
