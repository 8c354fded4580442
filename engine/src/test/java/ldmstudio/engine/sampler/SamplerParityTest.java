package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.TreeSet;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The samplers against diffusers' schedulers: tables, every step of a trajectory with the recorded
 * noise, predicted x_0, adding noise and velocity. Errors are max|a − b| / max|b| per step.
 */
class SamplerParityTest {
    private static final double TABLE_TOLERANCE = 1e-6;
    private static final double STEP_TOLERANCE = 1e-5;

    /** Reference classes whose samplers are not part of the engine; their cases are left out. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "DPMSolverMultistepScheduler",
                    "EulerDiscreteScheduler",
                    "EulerAncestralDiscreteScheduler",
                    "LCMScheduler",
                    "FlowMatchEulerDiscreteScheduler",
                    "PNDMScheduler",
                    "UniPCMultistepScheduler",
                    "HeunDiscreteScheduler");

    private static final Ops OPS = Ops.cpu();
    private static final Map<String, Double> WORST = new TreeMap<>();
    private static final Set<String> RAN = new LinkedHashSet<>();

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void everyClassOfTheFixtureIsEitherComparedOrNamedAsLeftOut() {
        Set<String> classes = new TreeSet<>();
        SchedulerCase.all().forEach(each -> classes.add(each.type()));
        assertThat(classes).contains("DDPMScheduler", "DDIMScheduler");
        classes.remove("DDPMScheduler");
        classes.remove("DDIMScheduler");
        assertThat(LEFT_OUT).containsAll(classes);
    }

    @TestFactory
    Stream<DynamicTest> samplersFollowTheReferenceStepByStep() {
        List<SchedulerCase> cases =
                SchedulerCase.all().stream().filter(each -> each.ddpm() || each.ddim()).toList();
        assertThat(cases).isNotEmpty();
        Stream<DynamicTest> compared =
                cases.stream()
                        .map(each -> DynamicTest.dynamicTest(each.name(), () -> compare(each)));
        DynamicTest complete =
                DynamicTest.dynamicTest(
                        "all DDPM and DDIM cases ran",
                        () -> {
                            assertThat(RAN)
                                    .containsExactlyInAnyOrderElementsOf(
                                            cases.stream().map(SchedulerCase::name).toList());
                            System.getLogger("parity")
                                    .log(System.Logger.Level.INFO, "schedulers: {0}", WORST);
                        });
        return Stream.concat(compared, Stream.of(complete));
    }

    private static void compare(SchedulerCase each) throws IOException {
        try (SafetensorsFile io = each.open();
                Scope scope = Scope.open()) {
            NoiseSchedule schedule = each.schedule();
            check("betas", schedule.betas(), io.floats("out.betas"), TABLE_TOLERANCE);
            check(
                    "alphas_cumprod",
                    schedule.alphasCumprod(),
                    io.floats("out.alphas_cumprod"),
                    TABLE_TOLERANCE);
            assertThat(Arrays.stream(each.timesteps()).asLongStream().toArray())
                    .isEqualTo(io.longs("out.timesteps"));
            compareForwardProcess(schedule, io);
            compareTrajectory(each, io);
        }
        RAN.add(each.name());
    }

    private static void compareForwardProcess(NoiseSchedule schedule, SafetensorsFile io) {
        String key =
                io.names().contains("out.add_noise_timesteps")
                        ? "out.add_noise_timesteps"
                        : "in.add_noise_timesteps";
        int[] timesteps = Arrays.stream(io.longs(key)).mapToInt(Math::toIntExact).toArray();
        NDArray start = OPS.array(io.floats("in.x0"), io.shape("in.x0"));
        NDArray noise = OPS.array(io.floats("in.eps"), io.shape("in.eps"));
        NoiseLevel level = NoiseLevel.at(OPS, schedule, timesteps, io.shape("in.x0").length);
        check(
                "add_noise",
                OPS.floats(level.qSample(start, noise)),
                io.floats("out.add_noise"),
                STEP_TOLERANCE);
        check(
                "velocity",
                OPS.floats(level.velocity(start, noise)),
                io.floats("out.velocity"),
                STEP_TOLERANCE);
    }

    private static void compareTrajectory(SchedulerCase each, SafetensorsFile io) {
        long[] shape = io.shape("in.x_start");
        int size = Math.toIntExact(new Shape(shape).size());
        // A case that draws no noise has recorded none.
        float[] noise = io.names().contains("in.noise") ? io.floats("in.noise") : new float[0];
        float[] trajectory = io.floats("out.trajectory");
        float[] inputs = io.floats("out.model_input");
        float[] outputs = io.floats("out.model_output");
        float[] starts = io.floats("out.pred_x0_or_denoised");
        long[] noiseUsed = io.longs("out.noise_used");
        List<Long> drawn = new ArrayList<>();
        NoiseSource recorded =
                new NoiseSource() {
                    @Override
                    public NDArray start(Shape asked) {
                        return OPS.array(io.floats("in.x_start"), shape);
                    }

                    @Override
                    public NDArray noise(int step, Shape asked) {
                        drawn.set(step, 1L);
                        return OPS.array(slice(noise, step, size), shape);
                    }
                };
        Denoiser toy =
                (xt, timestep) -> {
                    int step = drawn.size();
                    drawn.add(0L);
                    NDArray output = xt.mul(0.3f).add((float) (0.05 * Math.sin(timestep / 100.0)));
                    check("model_input", OPS.floats(xt), slice(inputs, step, size));
                    check("model_output", OPS.floats(output), slice(outputs, step, size));
                    return output;
                };
        SamplingListener listener =
                step -> {
                    int index = step.number() - 1;
                    check("pred_x0", OPS.floats(step.predictedStart()), slice(starts, index, size));
                    check(
                            "trajectory",
                            OPS.floats(step.next()),
                            slice(trajectory, index + 1, size));
                };
        NDArray start = recorded.start(new Shape(shape));
        NDArray result = each.sampler(OPS).sample(start, toy, recorded, listener);
        check("result", OPS.floats(result), slice(trajectory, each.steps(), size));
        assertThat(drawn.stream().mapToLong(Long::longValue).toArray()).isEqualTo(noiseUsed);
    }

    private static float[] slice(float[] values, int index, int size) {
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }

    private static void check(String what, float[] actual, float[] expected) {
        check(what, actual, expected, STEP_TOLERANCE);
    }

    private static void check(String what, float[] actual, float[] expected, double tolerance) {
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
        assertThat(error).as("relative error of %s", what).isLessThan(tolerance);
    }
}
