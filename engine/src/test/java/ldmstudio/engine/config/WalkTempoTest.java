package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class WalkTempoTest {
    private static final WalkTempo TEMPO = WalkTempo.of(List.of(0, 0.5, 1), List.of(0, 0.9, 1.0));

    @Property(tries = 100)
    void timesAndSharesAreEachOthersInverse(@ForAll @DoubleRange(max = 1) double share) {
        assertThat(TEMPO.gone(TEMPO.time(share))).isCloseTo(share, within(1e-12));
        assertThat(WalkTempo.EVEN.time(share)).isEqualTo(share);
    }

    @Test
    void changeThatIsQuickTakesLong() {
        assertThat(TEMPO.time(0.45)).isEqualTo(0.25);
        assertThat(TEMPO.time(0)).isZero();
        assertThat(TEMPO.time(1)).isEqualTo(1);
    }

    @Test
    void listsThatDoNotRiseAreRefused() {
        assertThatThrownBy(() -> WalkTempo.of(List.of(0, 1), List.of(0, 0.5, 1)))
                .hasMessageContaining("rising from 0 to 1");
        assertThatThrownBy(() -> WalkTempo.of(List.of(0, 1, 1), List.of(0, 0.5, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WalkTempo.of(List.of(0, "x", 1), List.of(0, 0.5, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
