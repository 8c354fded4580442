package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.concurrent.CancellationException;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TldSamplerTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static TldSampler sampler(TldSampler.Form form, int steps) {
        return new TldSampler(
                OPS,
                new Process.Interpolation(1),
                PredictionType.SAMPLE,
                steps,
                TldSampler.Options.of(form));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 15, 49, 100, 999})
    void thereIsOneLevelACallAndTheyFall(int steps) {
        double[] levels = TldSampler.levels(steps, 1);

        assertThat(levels).hasSize(steps);
        assertThat(levels[0]).isEqualTo(0.99);
        for (int i = 1; i < steps; i++) {
            assertThat(levels[i]).isPositive();
            // From a hundred steps on the second level lies above the first, as in the reference.
            assertThat(i == 1 && steps >= 100 || levels[i] < levels[i - 1]).isTrue();
            assertThat(levels[i]).isCloseTo(1 - (double) i / steps, within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(TldSampler.Form.class)
    void aNetworkThatKnowsThePictureEndsThere(TldSampler.Form form) {
        try (Scope scope = Scope.open()) {
            NDArray picture = OPS.array(new float[] {1, -2, 3, -4}, 1, 1, 2, 2);
            NDArray noise = OPS.array(new float[] {0.5f, 0.1f, -0.3f, 2}, 1, 1, 2, 2);
            TldSampler sampler = sampler(form, 15);
            SeededNoise none = SeededNoise.each(OPS, 0);

            NDArray whole =
                    sampler.sample(
                            sampler.begin(noise), (xt, t) -> picture, none, SamplingListener.NONE);
            NDArray late =
                    sampler.sample(
                            sampler.noised(picture, noise, 9),
                            9,
                            (xt, t) -> picture,
                            none,
                            step ->
                                    // With the true x_0 every x_σ stays on its own line.
                                    assertThat(OPS.floats(step.xt()))
                                            .containsExactly(
                                                    OPS.floats(
                                                            sampler.noised(
                                                                    picture,
                                                                    noise,
                                                                    step.number() - 1)),
                                                    within(1e-5f)));

            assertThat(OPS.floats(whole)).isEqualTo(OPS.floats(picture));
            assertThat(OPS.floats(late)).isEqualTo(OPS.floats(picture));
            assertThat(OPS.floats(sampler.noised(picture, noise, 15)))
                    .isEqualTo(OPS.floats(picture));
        }
    }

    @Test
    void theSecondOrderIsNearerToTheTruthThanTheFirst() {
        // x_0 believed in = tanh(x): the exact solution is approached by a thousand steps.
        try (Scope scope = Scope.open()) {
            NDArray noise = OPS.array(new float[] {1.3f, -0.7f, 0.2f, -2}, 1, 1, 2, 2);
            double exact = atLevel(TldSampler.Form.DDIM, noise, 2000);
            double first = Math.abs(atLevel(TldSampler.Form.DDIM, noise, 20) - exact);
            double second = Math.abs(atLevel(TldSampler.Form.DPM_SOLVER_PP_2M, noise, 20) - exact);

            assertThat(second).isLessThan(first / 4);
        }
    }

    /** The first number where σ is 0.1, the same time for all numbers of steps. */
    private static double atLevel(TldSampler.Form form, NDArray noise, int steps) {
        double[] found = new double[1];
        TldSampler sampler = sampler(form, steps);
        sampler.sample(
                sampler.begin(noise),
                (xt, t) -> xt.tanh(),
                SeededNoise.each(OPS, 0),
                step -> {
                    if (Math.abs(step.timestep() - 0.1) < 1e-6) {
                        found[0] = OPS.floats(step.xt())[0];
                    }
                });
        assertThat(found[0]).isNotZero();
        return found[0];
    }

    @Test
    void aHundredStepsDoNotDivideByARoundingError() {
        try (Scope scope = Scope.open()) {
            NDArray noise = OPS.array(new float[] {1.3f, -0.7f, 0.2f, -2}, 1, 1, 2, 2);

            assertThat(atLevel(TldSampler.Form.DPM_SOLVER_PP_2M, noise, 100))
                    .isCloseTo(atLevel(TldSampler.Form.DPM_SOLVER_PP_2M, noise, 90), within(1e-2));
        }
    }

    @Test
    void theNudgeMovesTwoChannelsOfTheResultOnly() {
        try (Scope scope = Scope.open()) {
            NDArray latents = OPS.zeros(1, 4, 1, 1);
            assertThat(OPS.floats(new LatentNudge(0.1, 0.2).apply(OPS, latents)))
                    .containsExactly(0.2f, 0, 0, 0.1f);
            assertThat(OPS.floats(new LatentNudge(0, 0.2).apply(OPS, OPS.zeros(1, 2, 1, 1))))
                    .containsExactly(0.2f, 0);
            assertThatThrownBy(() -> new LatentNudge(0.1, 0).apply(OPS, OPS.zeros(1, 3, 1, 1)))
                    .hasMessageContaining("fourth channel");
        }
    }

    @Test
    void itEndsBetweenStepsWhenAsked() {
        try (Scope scope = Scope.open()) {
            TldSampler sampler = sampler(TldSampler.Form.DPM_SOLVER_PP_2M, 15);
            int before = OPS.liveArrays();
            int[] calls = {0};
            SamplingListener twoSteps =
                    new SamplingListener() {
                        @Override
                        public void step(Step step) {
                            calls[0]++;
                        }

                        @Override
                        public boolean cancelled() {
                            return calls[0] == 2;
                        }
                    };
            assertThatThrownBy(
                            () ->
                                    sampler.sample(
                                            OPS.zeros(1, 1, 2, 2),
                                            (xt, t) -> xt,
                                            SeededNoise.each(OPS, 0),
                                            twoSteps))
                    .isInstanceOf(CancellationException.class);
            assertThat(OPS.liveArrays()).isLessThanOrEqualTo(before + 1);
        }
    }
}
