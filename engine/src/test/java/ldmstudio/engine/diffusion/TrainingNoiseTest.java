package ldmstudio.engine.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TrainingNoiseTest {
    private static final Ops OPS = Ops.cpu();
    private static final int PIXELS = 64 * 64;
    private static final Shape BATCH = new Shape(3, 2, 64, 64);

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void noiseIsStandardNormalAndAFunctionOfSeedStepAndSample() {
        try (Scope scope = Scope.open()) {
            TrainingNoise noise = new TrainingNoise(OPS, 5, 0, 0);
            TrainingNoise.Drawn drawn = noise.of(7, BATCH);
            float[] all = OPS.floats(drawn.target());
            assertThat(mean(all, 0, all.length)).isCloseTo(0, within(0.02));
            assertThat(variance(all)).isCloseTo(1, within(0.03));
            assertThat(OPS.floats(drawn.input())).containsExactly(all);
            float[] alone = OPS.floats(noise.of(7, new Shape(1, 2, 64, 64)).target());
            assertThat(Arrays.copyOf(all, alone.length)).containsExactly(alone);
            assertThat(OPS.floats(noise.of(8, BATCH).target())).isNotEqualTo(all);
            assertThat(OPS.floats(TrainingNoise.validation(OPS, 5).of(7, BATCH).target()))
                    .isNotEqualTo(all);
        }
    }

    @Test
    void noiseOffsetMovesWholeChannelsOnly() {
        try (Scope scope = Scope.open()) {
            float[] plain = OPS.floats(new TrainingNoise(OPS, 5, 0, 0).of(7, BATCH).target());
            TrainingNoise.Drawn offset = new TrainingNoise(OPS, 5, 0.1, 0).of(7, BATCH);
            float[] moved = OPS.floats(offset.target());
            for (int channel = 0; channel < 6; channel++) {
                float first = moved[channel * PIXELS] - plain[channel * PIXELS];
                assertThat(Math.abs(first)).isBetween(1e-4f, 0.5f);
                for (int i = channel * PIXELS; i < (channel + 1) * PIXELS; i++) {
                    assertThat(moved[i] - plain[i]).isCloseTo(first, within(1e-6f));
                }
            }
            assertThat(OPS.floats(offset.input())).containsExactly(moved);
        }
    }

    @Test
    void inputPerturbationIsNoPartOfTheTarget() {
        try (Scope scope = Scope.open()) {
            float[] plain = OPS.floats(new TrainingNoise(OPS, 5, 0, 0).of(7, BATCH).target());
            TrainingNoise.Drawn perturbed = new TrainingNoise(OPS, 5, 0, 0.1).of(7, BATCH);
            assertThat(OPS.floats(perturbed.target())).containsExactly(plain);
            float[] input = OPS.floats(perturbed.input());
            // Independent: variances add.
            assertThat(variance(input)).isCloseTo(1.01 * variance(plain), within(0.01));
            for (int i = 0; i < input.length; i++) {
                input[i] -= plain[i];
            }
            assertThat(variance(input)).isCloseTo(0.01, within(0.0005));
        }
    }

    private static double mean(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    private static double variance(float[] values) {
        double mean = mean(values, 0, values.length);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }
}
