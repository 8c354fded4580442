package ldmstudio.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoiseTest {
    @Test
    void isAFunctionOfItsCoordinates() {
        float[] a = new Noise(7, "noise").normal(3, 5, 100);
        assertThat(new Noise(7, "noise").normal(3, 5, 100)).containsExactly(a);
        assertThat(new Noise(8, "noise").normal(3, 5, 100)).isNotEqualTo(a);
        assertThat(new Noise(7, "other").normal(3, 5, 100)).isNotEqualTo(a);
        assertThat(new Noise(7, "noise").normal(4, 5, 100)).isNotEqualTo(a);
        assertThat(new Noise(7, "noise").normal(3, 6, 100)).isNotEqualTo(a);
    }

    @Test
    void aShorterDrawIsAPrefixOfALongerOne() {
        Noise noise = new Noise(1, "prefix");
        assertThat(Arrays.copyOf(noise.normal(0, 0, 1001), 37))
                .containsExactly(noise.normal(0, 0, 37));
    }

    @Test
    void normalsHaveTheMomentsOfANormal() {
        float[] x = new Noise(0, "moments").normal(0, 0, 400_000);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float v : x) {
            mean += v;
            square += v * v;
            fourth += (double) v * v * v * v;
        }
        assertThat(mean / x.length).isCloseTo(0, within(0.006));
        assertThat(square / x.length).isCloseTo(1, within(0.01));
        assertThat(fourth / x.length).isCloseTo(3, within(0.08));
    }

    @Test
    void integersCoverTheirRangeEvenly() {
        int[] counts = new int[10];
        Noise noise = new Noise(0, "integers");
        for (int i = 0; i < 100_000; i++) {
            counts[noise.integer(i, 0, 10)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_600, 10_400);
        }
    }

    @Test
    void aPermutationHoldsEveryIndexOnce() {
        int[] order = new Noise(0, "order").permutation(2, 1000);
        assertThat(order).isNotEqualTo(new Noise(0, "order").permutation(3, 1000));
        Arrays.sort(order);
        for (int i = 0; i < order.length; i++) {
            assertThat(order[i]).isEqualTo(i);
        }
    }

    /** The known answers that Random123 ships for philox4x32-10 (kat_vectors). */
    @Test
    void philoxGivesThePublishedAnswers() {
        int[] out = new int[4];
        Noise.philox(0, 0, 0, 0, 0, 0, out, 0);
        assertThat(out).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        Noise.philox(-1, -1, -1, -1, -1, -1, out, 0);
        assertThat(out).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    }
}
