package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestKeyTest {
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "abc, abc, 0", "'', abc, 3", "ca, abc, 3"})
    void theDistanceCountsEditsAndSwaps(String a, String b, int expected) {
        assertThat(NearestKey.distance(a, b, 10)).isEqualTo(expected);
    }

    @Property(seed = "1")
    void theDistanceIsSymmetricAndZeroOnlyForEqualWords(
            @ForAll @AlphaChars @StringLength(max = 8) String a,
            @ForAll @AlphaChars @StringLength(max = 8) String b) {
        assertThat(NearestKey.distance(a, b, 10)).isEqualTo(NearestKey.distance(b, a, 10));
        assertThat(NearestKey.distance(a, b, 10) == 0).isEqualTo(a.equals(b));
    }

    @Test
    void aNeighbourWinsOverAnEquallyNearStranger() {
        assertThat(NearestKey.of("b.sted", List.of("b.seed"), List.of("a.step", "b.seed")))
                .isEqualTo("b.seed");
    }
}
