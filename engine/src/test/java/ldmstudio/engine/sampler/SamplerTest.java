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
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.diffusion.TimestepSpacing;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every sampler, by its word and process. */
class SamplerTest {
    private static final Ops OPS = Ops.cpu();
    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(BetaSchedule.LINEAR, 1000, 0.0001, 0.02);
    private static final Process VP = new Process.VariancePreserving(SCHEDULE);
    private static final int STEPS = 8;
    private static final Shape PICTURE = new Shape(1, 2, 3, 3);

    /** Mixes the pixels of a sample, never those of two samples. */
    private static final Denoiser TOY =
            (xt, t) -> xt.mul(0.5f).add(xt.mean(new int[] {3}, true)).add((float) (t / 1000));

    @AfterAll
    static void close() {
        OPS.close();
    }

    /** A sampler's word, what it samples, and an option. */
    record Named(String word, Process process, PredictionType type, SamplerOptions options) {
        Sampler create(PredictionType ofType, int steps) {
            return Samplers.create(OPS, word, process, ofType, steps, options);
        }

        Sampler create() {
            return create(type, STEPS);
        }

        @Override
        public String toString() {
            return word + " " + process.getClass().getSimpleName() + " " + options;
        }
    }

    static Stream<Named> samplers() {
        List<Named> all = new ArrayList<>();
        SamplerOptions plain = SamplerOptions.defaults();
        for (String word : Samplers.words(VP)) {
            all.add(new Named(word, VP, PredictionType.EPSILON, plain));
            all.add(
                    new Named(
                            word,
                            VP,
                            PredictionType.V_PREDICTION,
                            plain.withKarrasSigmas(true).withEta(1).withSpacing("leading")));
        }
        Process flow = new Process.Interpolation(1000);
        for (String word : Samplers.words(flow)) {
            all.add(new Named(word, flow, PredictionType.VELOCITY, plain.withShift(3)));
        }
        Process tld = new Process.Interpolation(1);
        for (String word : Samplers.words(tld)) {
            all.add(new Named(word, tld, PredictionType.SAMPLE, plain));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aPictureDoesNotDependOnThoseDrawnBesideIt(Named named) {
        Sampler sampler = named.create();
        float[] together = draw(sampler, SeededNoise.series(OPS, 5, 0, 3), 3);
        float[] alone = draw(sampler, SeededNoise.series(OPS, 5, 2, 1), 1);
        int size = alone.length;
        assertThat(Arrays.copyOfRange(together, 2 * size, 3 * size)).containsExactly(alone);
        assertThat(Arrays.copyOf(together, size)).isNotEqualTo(alone);
        assertThat(draw(sampler, SeededNoise.each(OPS, 5, 7), 2))
                .startsWith(Arrays.copyOf(together, size));
        assertThat(together).doesNotContain(Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void everyStepIsReportedInOrder(Named named) {
        Sampler sampler = named.create();
        assertThat(sampler.steps()).isEqualTo(STEPS);
        List<Double> seen = new ArrayList<>();
        List<float[]> inputs = new ArrayList<>();
        List<float[]> outputs = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            NDArray start = sampler.begin(noise.start(PICTURE));
            NDArray result =
                    sampler.sample(
                            start,
                            TOY,
                            noise,
                            step -> {
                                assertThat(step.number()).isEqualTo(seen.size() + 1);
                                assertThat(step.total()).isEqualTo(STEPS);
                                seen.add(step.timestep());
                                inputs.add(OPS.floats(step.xt()));
                                outputs.add(OPS.floats(step.next()));
                                assertThat(OPS.floats(step.predictedStart())).hasSize(18);
                            });
            assertThat(inputs.get(0)).containsExactly(OPS.floats(start));
            assertThat(OPS.floats(result)).containsExactly(outputs.get(outputs.size() - 1));
        }
        assertThat(seen)
                .containsExactlyElementsOf(Arrays.stream(sampler.timesteps()).boxed().toList());
        for (int i = 1; i < inputs.size(); i++) {
            assertThat(inputs.get(i)).containsExactly(outputs.get(i - 1));
            assertThat(seen.get(i)).isLessThan(seen.get(i - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplingCanBeCancelledBetweenStepsAndLeavesNoArrayBehind(Named named) {
        Sampler sampler = named.create();
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
            NDArray start = sampler.begin(noise.start(PICTURE));
            assertThatThrownBy(() -> sampler.sample(start, TOY, noise, listener))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("3 of 8");
        }
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void onlyTheResultOutlivesASampling(Named named) {
        Sampler sampler = named.create();
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            NDArray start = sampler.begin(noise.start(PICTURE));
            int before = OPS.liveArrays();
            NDArray result = sampler.sample(start, TOY, noise, SamplingListener.NONE);
            assertThat(OPS.liveArrays()).isEqualTo(before + 1);
            assertThat(OPS.floats(start)).hasSize(18);
            assertThat(OPS.floats(result)).hasSize(18);
        }
    }

    /** A denoiser that knows the picture: every sampler must end at it, wherever it starts. */
    @ParameterizedTest
    @MethodSource("samplers")
    void aPerfectDenoiserIsFollowedToThePictureFromAnyStep(Named named) {
        float[] picture = new Noise(9, "picture").uniform(0, 0, 18);
        Sampler sampler = named.create(PredictionType.SAMPLE, STEPS);
        try (Scope scope = Scope.open()) {
            NDArray x0 = OPS.array(picture, 1, 2, 3, 3);
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            NDArray eps = noise.start(PICTURE);
            List<float[]> results = new ArrayList<>();
            results.add(result(sampler, sampler.begin(eps), 0, x0, noise));
            for (int first : new int[] {0, 1, 5, STEPS - 1, STEPS}) {
                NDArray start = sampler.noised(x0, eps, first);
                results.add(result(sampler, start, first, x0, noise));
            }
            for (float[] result : results) {
                for (int i = 0; i < picture.length; i++) {
                    assertThat(result[i]).isCloseTo(picture[i], within(2e-4f));
                }
            }
        }
    }

    private static float[] result(
            Sampler sampler, NDArray start, int first, NDArray x0, NoiseSource noise) {
        return OPS.floats(
                sampler.sample(start, first, (xt, t) -> x0, noise, SamplingListener.NONE));
    }

    /**
     * Picture-to-picture at full strength starts where drawing from noise starts, the last step
     * starts near the picture, and noise grows from step to step in between.
     */
    @ParameterizedTest
    @MethodSource("samplers")
    void noisedPicturesLieAtTheLevelsOfTheSteps(Named named) {
        Sampler sampler = named.create(named.type(), 50);
        try (Scope scope = Scope.open()) {
            NDArray eps = SeededNoise.series(OPS, 1, 0, 1).start(PICTURE);
            NDArray nothing = OPS.zeros(PICTURE.getShape());
            double begun = length(sampler.begin(eps));
            double first = length(sampler.noised(nothing, eps, 0));
            assertThat(first / begun).isBetween(0.97, 1.0 + 1e-5);
            double before = Double.POSITIVE_INFINITY;
            for (int step = 0; step < 50; step++) {
                double level = length(sampler.noised(nothing, eps, step));
                assertThat(level).isLessThan(before);
                before = level;
            }
            assertThat(before / length(eps)).isLessThan(0.12);
            float[] picture = new Noise(9, "picture").uniform(0, 0, 18);
            NDArray x0 = OPS.array(picture, 1, 2, 3, 3);
            assertThat(OPS.floats(sampler.noised(x0, eps, 50))).containsExactly(picture);
            assertThat(length(sampler.noised(x0, eps, 49).sub(x0)) / length(eps)).isLessThan(0.12);
            assertThatThrownBy(() -> sampler.noised(x0, eps, 51)).hasMessageContaining("51");
            assertThatThrownBy(
                            () ->
                                    sampler.sample(
                                            x0,
                                            -1,
                                            TOY,
                                            SeededNoise.series(OPS, 1, 0, 1),
                                            SamplingListener.NONE))
                    .hasMessageContaining("-1");
        }
    }

    private static double length(NDArray x) {
        return OPS.item(OPS.norm(x));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void whatAListenerAmendsIsWhatTheNextStepSees(Named named) {
        Sampler sampler = named.create();
        List<float[]> seen = new ArrayList<>();
        SamplingListener listener =
                new SamplingListener() {
                    @Override
                    public void step(Step step) {
                        seen.add(OPS.floats(step.xt()));
                        assertThat(OPS.floats(step.next())).containsOnly(step.number());
                    }

                    @Override
                    public NDArray amend(Step step, NDArray next) {
                        return next.mul(0).add((float) step.number());
                    }
                };
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            NDArray start = sampler.begin(noise.start(PICTURE));
            NDArray result = sampler.sample(start, TOY, noise, listener);
            assertThat(OPS.floats(result)).containsOnly(STEPS);
        }
        for (int step = 1; step < STEPS; step++) {
            assertThat(seen.get(step)).containsOnly(step);
        }
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void answersInBf16AreComputedWithInFp32(Named named) {
        Sampler sampler = named.create();
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 1, 0, 1);
            Denoiser bf16 = (xt, t) -> OPS.cast(xt.mul(0.5f), ComputeType.BF16);
            Denoiser rounded = (xt, t) -> OPS.cast(bf16.predict(xt, t), ComputeType.FP32);
            NDArray start = sampler.begin(noise.start(PICTURE));
            float[] half = OPS.floats(sampler.sample(start, bf16, noise, SamplingListener.NONE));
            float[] full = OPS.floats(sampler.sample(start, rounded, noise, SamplingListener.NONE));
            assertThat(half).containsExactly(full);
        }
    }

    /** Whatever spacing and number of steps a person chooses. */
    @ParameterizedTest
    @MethodSource("samplers")
    void oneStepAndManyStepsEndInNumbers(Named named) {
        for (int steps : new int[] {1, 2, 3, 50}) {
            for (String spacing : List.of("auto", "trailing", "leading", "linspace")) {
                Sampler sampler =
                        Samplers.create(
                                OPS,
                                named.word(),
                                named.process(),
                                named.type(),
                                steps,
                                named.options().withSpacing(spacing));
                assertThat(draw(sampler, SeededNoise.series(OPS, 5, 0, 1), 1))
                        .as("%d steps, %s", steps, spacing)
                        .doesNotContain(
                                Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
            }
        }
    }

    @Test
    void whatCannotBeSampledIsRefusedWithTheReason() {
        int[] timesteps = TimestepSpacing.TRAILING.timesteps(1000, STEPS);
        assertThatThrownBy(
                        () ->
                                new DdimSampler(
                                        OPS,
                                        SCHEDULE.withZeroTerminalSnr(),
                                        PredictionType.EPSILON,
                                        timesteps,
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
        Sampler ddim =
                new Named("ddim", VP, PredictionType.EPSILON, SamplerOptions.defaults()).create();
        assertThatThrownBy(() -> draw(ddim, SeededNoise.series(OPS, 1, 0, 2), 3))
                .hasMessageContaining("2 samples");
    }

    @Test
    void unknownWordsAndNumbersAreRefusedWithWhatIsAllowed() {
        SamplerOptions options = SamplerOptions.defaults();
        assertThatThrownBy(
                        () -> Samplers.create(OPS, "dimm", VP, PredictionType.EPSILON, 8, options))
                .hasMessageContaining("dimm")
                .hasMessageContaining("dpmpp_2m");
        assertThatThrownBy(
                        () -> Samplers.create(OPS, "lcm", VP, PredictionType.EPSILON, 51, options))
                .hasMessageContaining("1 to 50");
        assertThatThrownBy(
                        () ->
                                Samplers.create(
                                        OPS, "euler", VP, PredictionType.EPSILON, 1001, options))
                .hasMessageContaining("1 to 1000");
        assertThatThrownBy(
                        () -> Samplers.create(OPS, "euler", VP, PredictionType.EPSILON, 0, options))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> options.withSpacing("even")).hasMessageContaining("trailing");
        assertThatThrownBy(() -> options.withShift(0)).hasMessageContaining("shift");
        assertThatThrownBy(() -> options.withEta(-1)).hasMessageContaining("eta");
    }

    private static float[] draw(Sampler sampler, SeededNoise noise, int count) {
        try (Scope scope = Scope.open()) {
            NDArray start = sampler.begin(noise.start(new Shape(count, 2, 3, 3)));
            return OPS.floats(sampler.sample(start, TOY, noise, SamplingListener.NONE));
        }
    }
}
