package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.TimestepSpacing;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
    private static final Ops OPS = Ops.cpu();
    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(BetaSchedule.LINEAR, 1000, 0.0001, 0.02);
    private static final int[] TIMESTEPS = TimestepSpacing.TRAILING.timesteps(1000, 8);
    private static final Shape PICTURE = new Shape(1, 2, 3, 3);

    /** Mixes the pixels of a sample, never those of two samples. */
    private static final Denoiser TOY =
            (xt, t) -> xt.mul(0.5f).add(xt.mean(new int[] {3}, true)).add((float) (t / 1000));

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Sampler> samplers() {
        return Stream.of(
                ddim(0),
                ddim(1),
                new DdpmSampler(
                        OPS,
                        SCHEDULE,
                        PredictionType.EPSILON,
                        TIMESTEPS,
                        DdpmSampler.Options.defaults()));
    }

    private static DdimSampler ddim(double eta) {
        return new DdimSampler(
                OPS,
                SCHEDULE,
                PredictionType.EPSILON,
                TIMESTEPS,
                DdimSampler.Options.defaults().withEta(eta));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aPictureDoesNotDependOnThoseDrawnBesideIt(Sampler sampler) {
        float[] together = draw(sampler, SeededNoise.series(OPS, 5, 0, 3), 3);
        float[] alone = draw(sampler, SeededNoise.series(OPS, 5, 2, 1), 1);
        int size = alone.length;
        assertThat(Arrays.copyOfRange(together, 2 * size, 3 * size)).containsExactly(alone);
        assertThat(Arrays.copyOf(together, size)).isNotEqualTo(alone);
        assertThat(draw(sampler, SeededNoise.each(OPS, 5, 7), 2))
                .startsWith(Arrays.copyOf(together, size));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void everyStepIsReportedInOrder(Sampler sampler) {
        List<Double> seen = new ArrayList<>();
        List<float[]> inputs = new ArrayList<>();
        List<float[]> outputs = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            NDArray start = noise.start(PICTURE);
            NDArray result =
                    sampler.sample(
                            start,
                            TOY,
                            noise,
                            step -> {
                                assertThat(step.number()).isEqualTo(seen.size() + 1);
                                assertThat(step.total()).isEqualTo(TIMESTEPS.length);
                                seen.add(step.timestep());
                                inputs.add(OPS.floats(step.xt()));
                                outputs.add(OPS.floats(step.next()));
                                assertThat(OPS.floats(step.predictedStart())).hasSize(18);
                            });
            assertThat(inputs.get(0)).containsExactly(OPS.floats(start));
            assertThat(OPS.floats(result)).containsExactly(outputs.get(outputs.size() - 1));
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        Arrays.stream(TIMESTEPS).asDoubleStream().boxed().toList());
        for (int i = 1; i < inputs.size(); i++) {
            assertThat(inputs.get(i)).containsExactly(outputs.get(i - 1));
        }
    }

    @Test
    void samplingCanBeCancelledBetweenStepsAndLeavesNoArrayBehind() {
        int before = OPS.liveArrays();
        List<Integer> done = new ArrayList<>();
        SamplingListener listener =
                new SamplingListener() {
                    @Override
                    public void step(Step step) {
                        done.add(step.number());
                    }

                    @Override
                    public boolean cancelled() {
                        return done.size() == 3;
                    }
                };
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            assertThatThrownBy(() -> ddim(1).sample(noise.start(PICTURE), TOY, noise, listener))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("3 of 8");
        }
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void onlyTheResultOutlivesASampling(Sampler sampler) {
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            NDArray start = noise.start(PICTURE);
            int before = OPS.liveArrays();
            NDArray result = sampler.sample(start, TOY, noise, SamplingListener.NONE);
            assertThat(OPS.liveArrays()).isEqualTo(before + 1);
            assertThat(OPS.floats(start)).hasSize(18);
            assertThat(OPS.floats(result)).hasSize(18);
        }
    }

    /** A denoiser that knows the picture: every sampler must end at it. */
    @ParameterizedTest
    @MethodSource("samplers")
    void aPerfectDenoiserIsFollowedToThePicture(Sampler sampler) {
        float[] picture = new Noise(9, "picture").uniform(0, 0, 18);
        try (Scope scope = Scope.open()) {
            NDArray start = OPS.array(picture, 1, 2, 3, 3);
            Denoiser perfect =
                    (xt, t) ->
                            NoiseLevel.at(OPS, SCHEDULE, (int) t).predictNoiseFromStart(xt, start);
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            float[] result =
                    OPS.floats(
                            sampler.sample(
                                    noise.start(PICTURE), perfect, noise, SamplingListener.NONE));
            for (int i = 0; i < picture.length; i++) {
                assertThat(result[i]).isCloseTo(picture[i], within(2e-4f));
            }
        }
    }

    @Test
    void guidanceMovesFromTheUnconditionalAnswerTowardsTheConditionalOne() {
        Denoiser both =
                (xt, t) ->
                        OPS.cat(
                                List.of(
                                        OPS.narrow(xt, 0, 0, 1).mul(0).add(1f),
                                        OPS.narrow(xt, 0, 1, 1).mul(0).add(3f)),
                                0);
        try (Scope scope = Scope.open()) {
            NDArray xt = OPS.zeros(PICTURE.getShape());
            assertThat(OPS.floats(new GuidedDenoiser(OPS, both, 1).predict(xt, 0))).containsOnly(3);
            assertThat(OPS.floats(new GuidedDenoiser(OPS, both, 0).predict(xt, 0))).containsOnly(1);
            assertThat(OPS.floats(new GuidedDenoiser(OPS, both, 7.5).predict(xt, 0)))
                    .containsOnly(16);
            GuidedDenoiser single = new GuidedDenoiser(OPS, (x, t) -> xt, 2);
            assertThatThrownBy(() -> single.predict(xt, 0)).hasMessageContaining("doubled batch");
        }
    }

    @Test
    void answersInBf16AreComputedWithInFp32() {
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            Denoiser bf16 = (xt, t) -> OPS.cast(xt.mul(0.5f), ComputeType.BF16);
            Denoiser rounded = (xt, t) -> OPS.cast(bf16.predict(xt, t), ComputeType.FP32);
            NDArray start = noise.start(PICTURE);
            float[] half = OPS.floats(ddim(0).sample(start, bf16, noise, SamplingListener.NONE));
            float[] full = OPS.floats(ddim(0).sample(start, rounded, noise, SamplingListener.NONE));
            assertThat(half).containsExactly(full);
        }
    }

    @Test
    void whatCannotBeSampledIsRefusedWithTheReason() {
        assertThatThrownBy(
                        () ->
                                new DdimSampler(
                                        OPS,
                                        SCHEDULE.withZeroTerminalSnr(),
                                        PredictionType.EPSILON,
                                        TIMESTEPS,
                                        DdimSampler.Options.defaults()))
                .hasMessageContaining("zero terminal SNR");
        assertThatThrownBy(
                        () ->
                                new DdimSampler(
                                        OPS,
                                        SCHEDULE,
                                        PredictionType.EPSILON,
                                        new int[] {10, 20},
                                        DdimSampler.Options.defaults()))
                .hasMessageContaining("fall strictly");
        assertThatThrownBy(() -> DdpmSampler.Variance.of("learned"))
                .hasMessageContaining("fixed_large");
        assertThatThrownBy(() -> new StartCorrection.Clip(0))
                .hasMessageContaining("clip_sample_range");
        assertThatThrownBy(() -> draw(ddim(0), SeededNoise.series(OPS, 1, 0, 2), 3))
                .hasMessageContaining("2 samples");
    }

    private static float[] draw(Sampler sampler, SeededNoise noise, int count) {
        try (Scope scope = Scope.open()) {
            NDArray start = noise.start(new Shape(count, 2, 3, 3));
            return OPS.floats(sampler.sample(start, TOY, noise, SamplingListener.NONE));
        }
    }
}
