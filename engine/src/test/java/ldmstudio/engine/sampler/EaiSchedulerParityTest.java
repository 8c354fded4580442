package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ExplainingAI's LinearNoiseScheduler is {@code scaled_linear} with {@link AncestralSampler} over
 * all timesteps: its betas are linear in their roots.
 */
class EaiSchedulerParityTest {
    private static final double TOLERANCE = 1e-5;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("eai_scheduler");
    }

    private static NoiseSchedule schedule(ParityFixture fixture) {
        return NoiseSchedule.of(
                BetaSchedule.SCALED_LINEAR,
                fixture.config("num_timesteps").asInt(),
                fixture.config("beta_start").asDouble(),
                fixture.config("beta_end").asDouble());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void tablesAndAddedNoiseAreTheReferences(Path folder) {
        try (ParityFixture fixture = ParityFixture.open(folder);
                Scope scope = Scope.open()) {
            NoiseSchedule schedule = schedule(fixture);
            fixture.check("out.betas", schedule.betas(), 1e-6);
            fixture.check("out.alpha_cum_prod", schedule.alphasCumprod(), 1e-6);
            int[] t =
                    Arrays.stream(fixture.io().longs("in.t")).mapToInt(Math::toIntExact).toArray();
            NDArray noisy =
                    NoiseLevel.at(OPS, schedule, t, fixture.io().shape("in.x0").length)
                            .qSample(fixture.array(OPS, "in.x0"), fixture.array(OPS, "in.eps"));
            fixture.check("out.add_noise", OPS.floats(noisy), TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyStepOfTheReverseLoopIsTheReferences(Path folder) {
        try (ParityFixture fixture = ParityFixture.open(folder);
                Scope scope = Scope.open()) {
            NoiseSchedule schedule = schedule(fixture);
            int count = schedule.numTrainTimesteps();
            int[] timesteps = IntStream.range(0, count).map(i -> count - 1 - i).toArray();
            AncestralSampler sampler =
                    new AncestralSampler(
                            OPS,
                            schedule,
                            PredictionType.EPSILON,
                            timesteps,
                            DdpmSampler.Options.defaults());
            NDArray start = fixture.array(OPS, "in.x_T");
            NDArray noise = fixture.array(OPS, "in.noise");
            List<float[]> trajectory = new ArrayList<>(List.of(OPS.floats(start)));
            List<float[]> starts = new ArrayList<>();
            // The reference's x0 is shown clamped, while its mean is of the unclamped one.
            StartCorrection shown = new StartCorrection.Clip(1);
            NDArray end =
                    sampler.sample(
                            sampler.begin(start),
                            (x, t) ->
                                    OPS.scale(x, 0.3)
                                            .add(OPS.scalar((float) (0.05 * Math.sin(t / 100)))),
                            new Recorded(start, noise),
                            step -> {
                                trajectory.add(OPS.floats(step.next()));
                                starts.add(OPS.floats(shown.apply(OPS, step.predictedStart())));
                            });
            assertThat(OPS.floats(end)).isEqualTo(trajectory.get(count));
            check(fixture, "out.trajectory", trajectory);
            check(fixture, "out.x0", starts);
        }
    }

    private static void check(ParityFixture fixture, String name, List<float[]> steps) {
        int each = steps.get(0).length;
        float[] all = new float[steps.size() * each];
        for (int i = 0; i < steps.size(); i++) {
            System.arraycopy(steps.get(i), 0, all, i * each, each);
        }
        fixture.check(name, all, TOLERANCE);
    }

    /** The reference's noise is numbered by timestep. */
    private record Recorded(NDArray start, NDArray noise) implements NoiseSource {
        @Override
        public NDArray start(Shape shape) {
            return start;
        }

        @Override
        public NDArray noise(int step, Shape shape) {
            return noise.get(noise.getShape().get(0) - 1 - step);
        }
    }
}
