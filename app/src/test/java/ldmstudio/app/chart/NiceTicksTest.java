package ldmstudio.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NiceTicksTest {
    private static List<String> texts(List<NiceTicks.Tick> ticks) {
        return ticks.stream().map(NiceTicks.Tick::text).toList();
    }

    @Test
    void linearTicksAreRoundAndShort() {
        assertThat(texts(NiceTicks.linear(0, 10_000, 5, true)))
                .containsExactly("0", "2,000", "4,000", "6,000", "8,000", "10,000");
        assertThat(texts(NiceTicks.linear(0.011, 0.052, 4, false))).containsExactly("0.02", "0.04");
        assertThat(texts(NiceTicks.linear(0, 2e-5, 2, false))).containsExactly("0", "1e-5", "2e-5");
    }

    @Test
    void logarithmicTicksStayReadableOverManyDecadesAndWithinOne() {
        assertThat(texts(NiceTicks.logarithmic(-4, 1, 6)))
                .containsExactly("1e-4", "0.001", "0.01", "0.1", "1", "10");
        assertThat(texts(NiceTicks.logarithmic(Math.log10(0.2), Math.log10(0.6), 4)))
                .containsExactly("0.2", "0.3", "0.4", "0.5", "0.6");
    }

    @Test
    void valuesAreWrittenForPeople() {
        assertThat(NiceTicks.value(4200)).isEqualTo("4,200");
        assertThat(NiceTicks.value(0.034567)).isEqualTo("0.03457");
        assertThat(NiceTicks.value(24.19)).isEqualTo("24.19");
        assertThat(NiceTicks.value(1e-4)).isEqualTo("1e-4");
        assertThat(NiceTicks.value(Double.NaN)).isEqualTo("not a number");
    }
}
