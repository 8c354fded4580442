package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.ConsistencyLevels;
import ldmstudio.engine.diffusion.ConsistencyScaling;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * On data N(m, σ²) the consistency function is known: (x_t − a m) / √(a²σ² + s²) never changes
 * along the path, so f(x_t, t) = m + σ (x_t − a m) / √(a²σ² + s²).
 */
class LcmSamplerTest {
    private static final Ops OPS = Ops.cpu();
    private static final double MEAN = 0.7;
    private static final double SIGMA = 0.3;
    private static final Shape PICTURE = new Shape(2, 1, 2, 2);

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Process> processes() {
        return Stream.of(
                new Process.VariancePreserving(NoiseSchedule.of(BetaSchedule.COSINE, 1000, 0, 0)),
                new Process.Interpolation(1000),
                new Process.Interpolation(1));
    }

    private static double exact(Process process, double time, double x) {
        double a = process.signal(time);
        double s = process.sigma(time);
        return MEAN + SIGMA * (x - a * MEAN) / Math.sqrt(a * a * SIGMA * SIGMA + s * s);
    }

    /** A network of x_0 whose consistency function is the exact one. */
    private static Denoiser perfect(Process process) {
        return (xt, told) -> {
            double time = process.timeOf(told);
            double skip = ConsistencyScaling.LCM.skip(process, time);
            double out = ConsistencyScaling.LCM.out(process, time);
            float[] values = OPS.floats(xt);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((exact(process, time, values[i]) - skip * values[i]) / out);
            }
            return OPS.array(values, xt.getShape().getShape());
        };
    }

    private static Sampler lcm(Process process, int steps) {
        return Samplers.create(
                OPS, "lcm", process, PredictionType.SAMPLE, steps, SamplerOptions.defaults());
    }

    @ParameterizedTest
    @MethodSource("processes")
    void oneStepOfAPerfectConsistencyFunctionIsExact(Process process) {
        Sampler sampler = lcm(process, 1);
        try (Scope scope = Scope.open()) {
            SeededNoise noise = SeededNoise.series(OPS, 4, 0, 2);
            NDArray start = sampler.begin(noise.start(PICTURE));
            float[] drawn =
                    OPS.floats(
                            sampler.sample(start, perfect(process), noise, SamplingListener.NONE));
            float[] from = OPS.floats(start);
            for (int i = 0; i < from.length; i++) {
                // At pure noise the path has forgotten the picture: f = m + σ ε.
                assertThat(drawn[i]).isCloseTo((float) (MEAN + SIGMA * from[i]), within(2e-4f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void severalStepsGoToThePictureAndBackToTheNextLevelWithFreshNoise(Process process) {
        for (int steps = 1; steps <= 4; steps++) {
            Sampler sampler = lcm(process, steps);
            double[] times = new ConsistencyLevels(process, 50).times(steps);
            assertThat(sampler.timesteps()[0]).isEqualTo(process.networkTime(times[0]));
            try (Scope scope = Scope.open()) {
                SeededNoise noise = SeededNoise.series(OPS, 4, 0, 2);
                NDArray start = sampler.begin(noise.start(PICTURE));
                float[] expected = OPS.floats(start);
                for (int i = 0; i < steps; i++) {
                    float[] fresh = OPS.floats(noise.noise(i, PICTURE));
                    for (int k = 0; k < expected.length; k++) {
                        double f = exact(process, times[i], expected[k]);
                        boolean last = i + 1 == steps;
                        double next = last ? 0 : times[i + 1];
                        expected[k] =
                                (float)
                                        (last
                                                ? f
                                                : process.signal(next) * f
                                                        + process.sigma(next) * fresh[k]);
                    }
                }
                List<Integer> reported = new ArrayList<>();
                float[] drawn =
                        OPS.floats(
                                sampler.sample(
                                        start,
                                        perfect(process),
                                        noise,
                                        step -> reported.add(step.number())));
                assertThat(drawn).containsExactly(expected, within(1e-4f));
                assertThat(reported).hasSize(steps);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void aConsistencyFunctionIsTheIdentityWhereNothingIsLeftToTakeAway(Process process) {
        ConsistencyScaling scaling = ConsistencyScaling.LCM;
        assertThat(scaling.skip(process, 0)).isEqualTo(1);
        assertThat(scaling.out(process, 0)).isZero();
        double first = new ConsistencyLevels(process, 50).time(1);
        assertThat(scaling.skip(process, first)).isBetween(0.0, 1e-5);
        assertThat(scaling.out(process, first)).isCloseTo(1, within(1e-5));
    }

    @Test
    void levelsReachFromThePictureToTheNoise() {
        Process schedule =
                new Process.VariancePreserving(NoiseSchedule.of(BetaSchedule.COSINE, 1000, 0, 0));
        ConsistencyLevels levels = new ConsistencyLevels(schedule, 50);
        assertThat(levels.time(0)).isZero();
        assertThat(levels.time(1)).isEqualTo(19);
        assertThat(levels.time(50)).isEqualTo(999);
        assertThat(levels.times(4)).containsExactly(999, 759, 499, 259);
        ConsistencyLevels line = new ConsistencyLevels(new Process.Interpolation(1), 20);
        assertThat(line.time(0)).isZero();
        assertThat(line.times(4)).containsExactly(1, 0.75, 0.5, 0.25);
        assertThat(ConsistencyLevels.atMost(schedule, 5000).count()).isEqualTo(1000);
        assertThatThrownBy(() -> new ConsistencyLevels(schedule, 5000))
                .hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> line.times(21)).hasMessageContaining("1 to 20");
    }

    @Test
    void aStudentOfFewerLevelsIsAskedAtThose() {
        SamplerOptions options =
                SamplerOptions.defaults().withHabit(new ScheduleHabit(0, true, 16));
        Process line = new Process.Interpolation(1000);
        Sampler sampler = Samplers.create(OPS, "lcm", line, PredictionType.VELOCITY, 3, options);
        assertThat(sampler.timesteps()).containsExactly(1000, 687.5, 375);
        assertThatThrownBy(
                        () ->
                                Samplers.create(
                                        OPS, "lcm", line, PredictionType.VELOCITY, 17, options))
                .hasMessageContaining("1 to 16");
    }
}
