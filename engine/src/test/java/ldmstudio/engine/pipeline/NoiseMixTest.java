package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.tensor.Noise;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NoiseMixTest {
    private static float[] noise(int seed, int count) {
        return new Noise(seed, "test").normal(0, 0, count);
    }

    private static double length(float[] all) {
        double sum = 0;
        for (float each : all) {
            sum += (double) each * each;
        }
        return Math.sqrt(sum);
    }

    private static double angle(float[] a, float[] b) {
        double ab = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
        }
        return Math.acos(Math.max(-1, Math.min(1, ab / (length(a) * length(b)))));
    }

    @Property(tries = 200, seed = "1")
    void slerpTurnsEvenlyAndItsLengthGoesStraight(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll @IntRange(min = 2, max = 300) int count,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double t) {
        float[] a = noise(seed, count);
        float[] b = noise(seed + 1, count);

        float[] between = NoiseMix.SLERP.of(a, b, count, t);

        double wanted = (1 - t) * length(a) + t * length(b);
        assertThat(length(between)).isCloseTo(wanted, within(1e-4 * wanted + 1e-6));
        if (angle(a, b) > 0.01 && angle(a, b) < 3.13) {
            assertThat(angle(a, between)).isCloseTo(t * angle(a, b), within(2e-3));
            assertThat(angle(between, b)).isCloseTo((1 - t) * angle(a, b), within(2e-3));
        }
    }

    @Property(tries = 100, seed = "1")
    void theWayThereIsTheWayBack(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll boolean slerp,
            @ForAll @DoubleRange(min = 0, max = 1) double t) {
        NoiseMix mix = slerp ? NoiseMix.SLERP : NoiseMix.LERP;
        float[] a = noise(seed, 64);
        float[] b = noise(seed + 1, 64);
        float[] there = mix.of(a, b, 16, t);
        float[] back = mix.of(b, a, 16, 1 - t);
        for (int i = 0; i < there.length; i++) {
            assertThat(there[i]).isCloseTo(back[i], within(1e-5f));
        }
    }

    @Property(tries = 100, seed = "1")
    void theEndsAreThemselvesAndAnEdgeIsTheWayBetweenItsTwo(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll boolean slerp,
            @ForAll @DoubleRange(min = 0, max = 1) double t) {
        NoiseMix mix = slerp ? NoiseMix.SLERP : NoiseMix.LERP;
        float[] a = noise(seed, 32);
        float[] b = noise(seed + 1, 32);
        float[] c = noise(seed + 2, 32);
        List<float[]> all = List.of(a, b, c);

        assertThat(mix.of(a, b, 32, 0)).isEqualTo(a);
        assertThat(mix.of(a, b, 32, 1)).isEqualTo(b);
        assertThat(mix.of(all, new double[] {1, 0, 0}, 32)).isEqualTo(a);
        assertThat(mix.of(all, new double[] {0, 0, 1}, 32)).isEqualTo(c);
        assertThat(mix.of(all, new double[] {1 - t, t, 0}, 32))
                .isEqualTo(mix.of(a, b, 32, t / (1 - t + t)));
        assertThat(mix.of(a, a.clone(), 32, t))
                .usingElementComparator(NoiseMixTest::near)
                .containsExactly(a);
    }

    private static int near(float a, float b) {
        return Math.abs(a - b) < 1e-5f ? 0 : Float.compare(a, b);
    }

    @Test
    void whatHasNoDirectionGoesStraight() {
        float[] nothing = new float[4];
        float[] some = {1, 2, 3, 4};
        assertThat(NoiseMix.SLERP.of(nothing, some, 4, 0.25))
                .containsExactly(0.25f, 0.5f, 0.75f, 1);
        float[] opposite = {-1, -2, -3, -4};
        assertThat(NoiseMix.SLERP.of(some, opposite, 4, 0.5)).containsOnly(0);
    }

    @Test
    void rowsTurnEachByItself() {
        float[] a = {1, 0, 0, 2};
        float[] b = {0, 1, 2, 0};
        float root = (float) Math.sqrt(0.5);
        float[] between = NoiseMix.SLERP.of(a, b, 2, 0.5);
        assertThat(between)
                .usingElementComparator(NoiseMixTest::near)
                .containsExactly(root, root, 2 * root, 2 * root);
    }

    @Property(tries = 200, seed = "1")
    void thePadsSharesAddUpAndItsCornersAreTheKeyframes(
            @ForAll boolean square,
            @ForAll @DoubleRange(min = 0, max = 1) double x,
            @ForAll @DoubleRange(min = 0, max = 1) double y) {
        int corners = square ? 4 : 3;
        WalkShares shares = WalkShares.onPad(corners, x, y);
        assertThat(Arrays.stream(shares.shares()).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(shares.shares()).allMatch(share -> share > 0 && share <= 1))
                .isTrue();
        double[][] places = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
        for (int i = 0; i < corners; i++) {
            WalkShares corner = WalkShares.onPad(corners, places[i][0], places[i][1]);
            assertThat(corner.indices()).containsExactly(i);
            assertThat(corner.shares()).containsExactly(1);
        }
        double[] tour = WalkShares.tour(corners, x);
        double reach = square ? 1 : 1 - tour[0];
        assertThat(tour[0]).isBetween(-1e-12, 1.0);
        assertThat(tour[1]).isBetween(-1e-12, reach + 1e-12);
    }
}
