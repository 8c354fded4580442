package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.BiFunction;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.denoiser.ConditionNeeds;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.diffusion.ConsistencyScaling;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what is known in closed form: pictures that are noise around a mean. */
class ConsistencyLossesTest {
    private static final Ops OPS = Ops.cpu();
    private static final double MEAN = 0.7;
    private static final double SIGMA = 0.3;

    @AfterAll
    static void close() {
        OPS.close();
    }

    /** A network without weights: x_0 of every number by itself, from its time and w. */
    private static final class Formula extends DenoiserNetwork {
        /** Of x and of {time, w}. */
        private final BiFunction<Double, double[], Double> rule;

        private final Process process;
        private final boolean guided;

        Formula(Process process, boolean guided, BiFunction<Double, double[], Double> rule) {
            super(OPS);
            this.process = process;
            this.guided = guided;
            this.rule = rule;
        }

        @Override
        public NDArray forward(NDArray x, NDArray timestep, Conditioning condition) {
            float[] values = OPS.floats(x);
            float[] told = OPS.floats(timestep);
            NDArray guidance = condition.guidance();
            float[] w = guidance == null ? new float[told.length] : OPS.floats(guidance);
            NDArray labels = condition.classLabels();
            for (int i = 0; i < values.length; i++) {
                int sample = i / (values.length / told.length);
                double label = labels == null ? 0 : labels.toLongArray()[sample];
                double[] known = {process.timeOf(told[sample]), w[sample], label};
                values[i] = (float) (double) rule.apply((double) values[i], known);
            }
            return OPS.array(values, x.getShape().getShape());
        }

        @Override
        public Map<String, Object> configMap() {
            return Map.of();
        }

        @Override
        public ConditionNeeds needs() {
            return new ConditionNeeds(0, 0, 0, 0, guided);
        }

        @Override
        public int sampleChannels() {
            return 3;
        }
    }

    /** Pictures of N(m, σ²). */
    private record Gaussian(Dataset dataset) implements LatentBatches {
        @Override
        public int[] shape() {
            return new int[] {3, 8, 8};
        }

        @Override
        public Clean training(long batchNumber) {
            int size = 16;
            float[] z0 = new Noise(1, "pictures").normal(batchNumber, 0, size * 3 * 8 * 8);
            for (int i = 0; i < z0.length; i++) {
                z0[i] = (float) (MEAN + SIGMA * z0[i]);
            }
            return new Clean(z0, size, new int[size], new int[size], dataset);
        }

        @Override
        public Clean validation(int first, int count) {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public int validationSize() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static Stage2Config config(String process, int levels) {
        return (Stage2Config)
                TinyRuns.stage2(
                        "diffusion.process=" + process,
                        "diffusion.prediction_type=sample",
                        "diffusion.num_train_timesteps=1000",
                        "distillation.teacher=unused",
                        "distillation.solver_steps=" + levels,
                        "sampling.sampler=lcm");
    }

    private static double[] level(Process process, double time) {
        double a = process.signal(time);
        double s = process.sigma(time);
        return new double[] {a, Math.sqrt(a * a * SIGMA * SIGMA + s * s)};
    }

    /** E[x_0 | x_t]. */
    private static double mean(Process process, double time, double x) {
        double[] level = level(process, time);
        double a = level[0];
        return MEAN + a * SIGMA * SIGMA / (level[1] * level[1]) * (x - a * MEAN);
    }

    /** The answer whose consistency function is exact: what the path from x ends at. */
    private static double perfect(Process process, double time, double x) {
        double out = ConsistencyScaling.LCM.out(process, time);
        double[] here = level(process, time);
        double[] end = level(process, 0);
        double f = end[0] * MEAN + end[1] / here[1] * (x - here[0] * MEAN);
        return out == 0 ? 0 : (f - ConsistencyScaling.LCM.skip(process, time) * x) / out;
    }

    private static double loss(
            Stage2Config config, DenoiserNetwork student, DenoiserNetwork teacher) {
        Conditions shown =
                (clean, number) -> Conditioning.ofClasses(OPS.array(new long[clean.size()], 16));
        Conditions hidden =
                (clean, number) ->
                        Conditioning.ofClasses(OPS.array(new long[clean.size()], 16).add(1));
        try (Scope scope = Scope.open();
                Dataset shapes = Datasets.open(config.data(), 8, Split.TRAIN)) {
            ConsistencyLosses losses =
                    new ConsistencyLosses(
                            config,
                            OPS,
                            new ConsistencyLosses.Pair(
                                    student, teacher, () -> () -> {}, shown, hidden),
                            new Gaussian(shapes));
            MetricMeans means = new MetricMeans();
            for (int batch = 0; batch < 4; batch++) {
                losses.training(new Gaussian(shapes).training(batch), batch, means);
            }
            return means.take().get("loss");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vp", "flow", "tld"})
    void alongAnExactTeacherTheExactConsistencyFunctionHasNothingToLearn(String name) {
        Stage2Config config = config(name, 250);
        Process process = Process.of(config.diffusion());
        Formula teacher = new Formula(process, false, (x, at) -> mean(process, at[0], x));
        Formula exact = new Formula(process, false, (x, at) -> perfect(process, at[0], x));
        double asTeacher = loss(config, teacher, teacher);
        double done = loss(config, exact, teacher);
        assertThat(done).isBetween(0.0, asTeacher / 4);
        // What is left is the solver's own error, which is of second order in the distance.
        double coarse = loss(config(name, 25), exact, teacher);
        assertThat(done).isLessThan(coarse / 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vp", "flow", "tld"})
    void theTeacherIsGuidedAsStronglyAsTheStudentIsTold(String name) {
        Stage2Config config = config(name, 10);
        Process process = Process.of(config.diffusion());
        // 3 with the condition, 1 without it: guided by w it is 3 + 2 w, which only a student knows
        // that was told the same w.
        Formula teacher = new Formula(process, false, (x, at) -> at[2] == 0 ? 3.0 : 1.0);
        Formula knowing = new Formula(process, true, (x, at) -> 3 + 2 * at[1]);
        Formula guessing = new Formula(process, true, (x, at) -> 3 + 2 * 3.0);
        assertThat(loss(config, knowing, teacher)).isCloseTo(0, within(0.05));
        assertThat(loss(config, guessing, teacher)).isGreaterThan(0.1);
        assertThat(loss(config, new Formula(process, false, (x, at) -> 3.0), teacher))
                .isCloseTo(0, within(0.05));
    }

    @Test
    void guidanceScalesAreThoseOfTheConfiguration() {
        Stage2Config config = config("flow", 10);
        Process process = Process.of(config.diffusion());
        double[] range = {Double.MAX_VALUE, -Double.MAX_VALUE};
        Formula listening =
                new Formula(
                        process,
                        true,
                        (x, at) -> {
                            range[0] = Math.min(range[0], at[1]);
                            range[1] = Math.max(range[1], at[1]);
                            return x;
                        });
        loss(config, listening, new Formula(process, false, (x, at) -> x));
        // w is the scale less one.
        assertThat(range[0]).isBetween(config.distillation().guidanceMin() - 1, 1.5);
        assertThat(range[1]).isBetween(6.5, config.distillation().guidanceMax() - 1);
    }
}
