package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuidanceTest {
    private static final Ops OPS = Ops.cpu();
    private static final Process VP =
            new Process.VariancePreserving(
                    NoiseSchedule.of(BetaSchedule.LINEAR, 1000, 0.0001, 0.02));
    private static final Shape PICTURE = new Shape(1, 2, 3, 3);

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void guidanceMovesFromTheUnconditionalAnswerTowardsTheConditionalOne() {
        Denoiser both =
                (xt, t) ->
                        OPS.cat(
                                List.of(
                                        OPS.narrow(xt, 0, 0, 1).mul(0).add(1f),
                                        OPS.narrow(xt, 0, 0, 1).mul(0).add(3f)),
                                0);
        try (Scope scope = Scope.open()) {
            NDArray xt = OPS.zeros(PICTURE.getShape());
            assertThat(OPS.floats(new GuidedDenoiser(OPS, both, 1).predict(xt, 0))).containsOnly(3);
            assertThat(OPS.floats(new GuidedDenoiser(OPS, both, 0).predict(xt, 0))).containsOnly(1);
            assertThat(OPS.floats(new GuidedDenoiser(OPS, both, 7.5).predict(xt, 0)))
                    .containsOnly(16);
            GuidedDenoiser single = new GuidedDenoiser(OPS, (x, t) -> xt, 2);
            assertThatThrownBy(() -> single.predict(xt, 0))
                    .hasMessageContaining("both ways of each sample");
        }
    }

    /** Lin et al.'s equations 14 to 16, by hand, for samples of different contrast. */
    @Test
    void rescaledGuidanceHasTheContrastOfTheConditionalAnswer() {
        try (Scope scope = Scope.open()) {
            float[] answers = new Noise(3, "answers").normal(0, 0, 4 * 18);
            Denoiser both = (xt, t) -> OPS.array(answers, 4, 2, 3, 3);
            NDArray xt = OPS.zeros(2, 2, 3, 3);
            float[] plain = OPS.floats(new GuidedDenoiser(OPS, both, 7.5).predict(xt, 0));
            float[] none = OPS.floats(new RescaledGuidance(OPS, both, 7.5, 0).predict(xt, 0));
            float[] whole = OPS.floats(new RescaledGuidance(OPS, both, 7.5, 1).predict(xt, 0));
            float[] part = OPS.floats(new RescaledGuidance(OPS, both, 7.5, 0.7).predict(xt, 0));
            assertThat(none).containsExactly(plain);
            for (int b = 0; b < 2; b++) {
                double ratio = deviation(answers, 36 + b * 18) / deviation(plain, b * 18);
                assertThat(deviation(whole, b * 18))
                        .isCloseTo(deviation(answers, 36 + b * 18), within(1e-5));
                for (int i = b * 18; i < (b + 1) * 18; i++) {
                    assertThat((double) part[i])
                            .isCloseTo(plain[i] * (0.7 * ratio + 0.3), within(1e-5));
                }
            }
        }
        assertThatThrownBy(() -> new RescaledGuidance(OPS, (xt, t) -> xt, 2, 1.5))
                .hasMessageContaining("guidance_rescale");
    }

    @Test
    void guidanceInAnIntervalLeavesTheOtherNoiseLevelsToTheConditionalAnswer() {
        Denoiser guided = (xt, t) -> OPS.array(new float[] {1}, 1);
        Denoiser plain = (xt, t) -> OPS.array(new float[] {0}, 1);
        try (Scope scope = Scope.open()) {
            GuidanceInterval vp = new GuidanceInterval(VP, guided, plain, 0.2, 0.8);
            assertThat(answers(vp, 0, 199, 200, 499.5, 800, 801, 999))
                    .containsExactly(0, 0, 1, 1, 1, 0, 0);
            GuidanceInterval flow =
                    new GuidanceInterval(
                            new Process.Interpolation(1000), guided, plain, 0.25, 0.75);
            assertThat(answers(flow, 249, 250, 750, 751)).containsExactly(0, 1, 1, 0);
            GuidanceInterval always = new GuidanceInterval(VP, guided, plain, 0, 1);
            assertThat(answers(always, 0, 999)).containsExactly(1, 1);
        }
        assertThatThrownBy(() -> new GuidanceInterval(VP, guided, plain, 0.8, 0.2))
                .hasMessageContaining("guidance_interval");
    }

    /** The corrected answer implies the corrected picture, and one within bounds is not changed. */
    @ParameterizedTest
    @EnumSource(PredictionType.class)
    void aCorrectedDenoiserAnswersWhatImpliesTheCorrectedPicture(PredictionType type) {
        Process process = type == PredictionType.VELOCITY ? new Process.Interpolation(1000) : VP;
        try (Scope scope = Scope.open()) {
            NoiseLevel level = process.level(OPS, process.timeOf(400));
            NDArray start = OPS.array(new float[] {-3, -0.5f, 0.25f, 2}, 1, 1, 2, 2);
            NDArray noise = OPS.array(new float[] {0.5f, -1, 0.3f, 2}, 1, 1, 2, 2);
            NDArray xt = level.qSample(start, noise);
            Denoiser raw = (x, t) -> type.target(level, start, noise);
            Denoiser clipped =
                    new CorrectedDenoiser(OPS, process, type, new StartCorrection.Clip(1), raw);
            float[] implied = OPS.floats(type.predictStart(level, xt, clipped.predict(xt, 400)));
            float[] expected = {-1, -0.5f, 0.25f, 1};
            for (int i = 0; i < implied.length; i++) {
                assertThat(implied[i]).isCloseTo(expected[i], within(1e-5f));
            }
            Denoiser threshold =
                    new CorrectedDenoiser(
                            OPS, process, type, new StartCorrection.Threshold(1, 10), raw);
            float[] scaled = OPS.floats(type.predictStart(level, xt, threshold.predict(xt, 400)));
            for (int i = 0; i < scaled.length; i++) {
                assertThat(scaled[i]).isCloseTo(OPS.floats(start)[i] / 3, within(1e-5f));
            }
        }
    }

    private static double[] answers(Denoiser denoiser, double... timesteps) {
        double[] answers = new double[timesteps.length];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = OPS.item(denoiser.predict(OPS.zeros(1), timesteps[i]));
        }
        return answers;
    }

    private static double deviation(float[] values, int from) {
        double mean = 0;
        for (int i = from; i < from + 18; i++) {
            mean += values[i] / 18;
        }
        double variance = 0;
        for (int i = from; i < from + 18; i++) {
            variance += (values[i] - mean) * (values[i] - mean) / 18;
        }
        return Math.sqrt(variance);
    }
}
