package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The samplers against diffusers' schedulers, every case of the fixture: tables, every call of the
 * denoiser and every step of a trajectory with the recorded noise, predicted x_0, adding noise and
 * velocity. Errors are max|a − b| / max|b| per step.
 */
class SamplerParityTest {
    private static final double TABLE_TOLERANCE = 1e-6;
    private static final double STEP_TOLERANCE = 1e-5;

    /** Where ᾱ is nearly 0, x̂_0 divides by it: the fixture's own limit for its cosine case. */
    private static final double STEEP_TOLERANCE = 1e-4;

    private static final double STEEP_SIGMA = 1e3;

    private static final Ops OPS = Ops.cpu();
    private static final Map<String, Double> WORST = new TreeMap<>();
    private static final Set<String> RAN = new LinkedHashSet<>();

    @AfterAll
    static void close() {
        OPS.close();
    }

    @TestFactory
    Stream<DynamicTest> samplersFollowTheReferenceStepByStep() {
        List<SchedulerCase> cases = SchedulerCase.all();
        assertThat(cases).isNotEmpty();
        Stream<DynamicTest> compared =
                cases.stream()
                        .map(
                                each ->
                                        DynamicTest.dynamicTest(
                                                each.toString(), () -> new Comparison(each).run()));
        DynamicTest complete =
                DynamicTest.dynamicTest(
                        "all cases ran",
                        () -> {
                            assertThat(RAN)
                                    .containsExactlyInAnyOrderElementsOf(
                                            cases.stream().map(SchedulerCase::toString).toList());
                            System.getLogger("parity")
                                    .log(System.Logger.Level.INFO, "schedulers: {0}", WORST);
                        });
        return Stream.concat(compared, Stream.of(complete));
    }

    /** One case. */
    private static final class Comparison {
        private final SchedulerCase each;
        private final Sampler sampler;

        Comparison(SchedulerCase each) {
            this.each = each;
            this.sampler = each.sampler(OPS);
        }

        void run() throws IOException {
            try (SafetensorsFile io = each.open();
                    Scope scope = Scope.open()) {
                if (!each.flow()) {
                    compareSchedule(io);
                }
                compareTables(io);
                compareForwardProcess(io);
                compareTrajectory(io);
            }
            RAN.add(each.toString());
        }

        private void compareSchedule(SafetensorsFile io) {
            NoiseSchedule schedule = each.schedule();
            check("betas", schedule.betas(), io.floats("out.betas"), TABLE_TOLERANCE);
            float[] alphasCumprod = schedule.alphasCumprod();
            if (each.keepsAlphaAboveZero()) {
                alphasCumprod[alphasCumprod.length - 1] = 0x1p-24f;
            }
            check(
                    "alphas_cumprod",
                    alphasCumprod,
                    io.floats("out.alphas_cumprod"),
                    TABLE_TOLERANCE);
        }

        private void compareTables(SafetensorsFile io) {
            float begun = OPS.floats(sampler.begin(OPS.ones(1)))[0];
            assertThat(begun)
                    .as("init_noise_sigma")
                    .isCloseTo(
                            io.floats("out.init_noise_sigma")[0], within(Math.abs(begun) * 1e-6f));
            if (!io.names().contains("out.sigmas")) {
                return;
            }
            float[] sigmas = ((PathSampler) sampler).path.sigmas();
            float[] expected = io.floats("out.sigmas");
            if (sampler instanceof HeunSampler) {
                // The reference has a level a call: all but the first and the last twice.
                float[] once = new float[sigmas.length];
                for (int i = 0; i < once.length; i++) {
                    once[i] = expected[Math.max(0, 2 * i - 1)];
                }
                expected = once;
            }
            check("sigmas", sigmas, expected, TABLE_TOLERANCE);
        }

        private void compareForwardProcess(SafetensorsFile io) {
            NDArray start = OPS.array(io.floats("in.x0"), io.shape("in.x0"));
            NDArray noise = OPS.array(io.floats("in.eps"), io.shape("in.eps"));
            double[] asked;
            NDArray noised;
            if (io.names().contains("out.add_noise_timesteps")) {
                asked = numbers(io, "out.add_noise_timesteps");
                List<NDArray> samples = new ArrayList<>();
                for (int b = 0; b < asked.length; b++) {
                    samples.add(
                            sampler.noised(
                                    OPS.narrow(start, 0, b, 1),
                                    OPS.narrow(noise, 0, b, 1),
                                    stepOf(asked[b])));
                }
                noised = OPS.cat(samples, 0);
            } else {
                asked = numbers(io, "in.add_noise_timesteps");
                noised = level(asked, io).qSample(start, noise);
            }
            check("add_noise", OPS.floats(noised), io.floats("out.add_noise"), STEP_TOLERANCE);
            if (io.names().contains("out.velocity")) {
                check(
                        "velocity",
                        OPS.floats(level(asked, io).velocity(start, noise)),
                        io.floats("out.velocity"),
                        STEP_TOLERANCE);
            }
        }

        private NoiseLevel level(double[] timesteps, SafetensorsFile io) {
            int[] whole = Arrays.stream(timesteps).mapToInt(t -> (int) t).toArray();
            return NoiseLevel.at(OPS, each.schedule(), whole, io.shape("in.x0").length);
        }

        /** Where two steps are told the same timestep the reference means the second. */
        private int stepOf(double timestep) {
            double[] told = sampler.timesteps();
            List<Integer> steps = new ArrayList<>();
            for (int i = 0; i < told.length; i++) {
                if (Math.abs(told[i] - timestep) < 1e-3) {
                    steps.add(i);
                }
            }
            assertThat(steps).as("steps that start at %s", timestep).isNotEmpty();
            return steps.get(Math.min(1, steps.size() - 1));
        }

        private void compareTrajectory(SafetensorsFile io) {
            long[] shape = io.shape("in.x_start");
            int size = Math.toIntExact(new Shape(shape).size());
            // A case that draws no noise has recorded none.
            float[] noise = io.names().contains("in.noise") ? io.floats("in.noise") : new float[0];
            double[] told = numbers(io, "out.timesteps");
            float[] trajectory = io.floats("out.trajectory");
            float[] inputs = io.floats("out.model_input");
            float[] outputs = io.floats("out.model_output");
            double tolerance = tolerance();
            List<Long> drawn = new ArrayList<>();
            NoiseSource recorded =
                    new NoiseSource() {
                        @Override
                        public NDArray start(Shape asked) {
                            return OPS.array(io.floats("in.x_start"), shape);
                        }

                        @Override
                        public NDArray noise(int step, Shape asked) {
                            drawn.set(drawn.size() - 1, 1L);
                            return OPS.array(slice(noise, step, size), shape);
                        }
                    };
            Denoiser toy =
                    (xt, timestep) -> {
                        int call = drawn.size();
                        drawn.add(0L);
                        assertThat(timestep)
                                .as("timestep of call %d", call)
                                .isCloseTo(told[call], within(Math.abs(told[call]) * 1e-6));
                        NDArray output =
                                xt.mul(0.3f).add((float) (0.05 * Math.sin(told[call] / 100.0)));
                        check("model_input", OPS.floats(xt), slice(inputs, call, size), tolerance);
                        check(
                                "model_output",
                                OPS.floats(output),
                                slice(outputs, call, size),
                                tolerance);
                        return output;
                    };
            SamplingListener listener =
                    step -> {
                        int calls = drawn.size();
                        if (io.names().contains("out.pred_x0_or_denoised")) {
                            float[] starts = io.floats("out.pred_x0_or_denoised");
                            check(
                                    "pred_x0",
                                    OPS.floats(step.predictedStart()),
                                    slice(starts, calls - 1, size),
                                    tolerance);
                        }
                        check(
                                "trajectory",
                                OPS.floats(step.next()),
                                slice(trajectory, calls, size),
                                tolerance);
                    };
            NDArray start = sampler.begin(recorded.start(new Shape(shape)));
            NDArray result = sampler.sample(start, toy, recorded, listener);
            check("result", OPS.floats(result), slice(trajectory, told.length, size), tolerance);
            assertThat(drawn.stream().mapToLong(Long::longValue).toArray())
                    .isEqualTo(io.longs("out.noise_used"));
        }

        private double tolerance() {
            return sampler instanceof PathSampler along && along.path.sigmas()[0] > STEEP_SIGMA
                    ? STEEP_TOLERANCE
                    : STEP_TOLERANCE;
        }

        private void check(String what, float[] actual, float[] expected, double tolerance) {
            assertThat(actual).as(what).hasSameSizeAs(expected);
            double difference = 0;
            double scale = 0;
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).as("%s[%d]", what, i).isNotNaN();
                difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
                scale = Math.max(scale, Math.abs(expected[i]));
            }
            double error = scale == 0 ? difference : difference / scale;
            WORST.merge(what, error, Math::max);
            WORST.merge("worst of " + each.type(), error, Math::max);
            assertThat(error).as("relative error of %s", what).isLessThan(tolerance);
        }
    }

    private static double[] numbers(SafetensorsFile io, String name) {
        return io.doubles(name);
    }

    private static float[] slice(float[] values, int index, int size) {
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }
}
