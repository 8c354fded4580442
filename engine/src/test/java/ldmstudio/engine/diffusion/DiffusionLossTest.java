package ldmstudio.engine.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

class DiffusionLossTest {
    private static final Ops OPS = Ops.cpu();
    private static final NoiseSchedule SCHEDULE =
            NoiseSchedule.of(BetaSchedule.LINEAR, 1000, 0.0001, 0.02);
    private static final int[] TIMESTEPS = {3, 500, 900};
    private static final double[] TIMES = {3, 500, 900};
    private static final Process PROCESS = new Process.VariancePreserving(SCHEDULE);
    private static final Process LINE = new Process.Interpolation(1000);
    private static final int SIZE = 2 * 4 * 4;

    @AfterContainer
    static void close() {
        OPS.close();
    }

    /** x_0 and ε come back from x_t and the right answer, for every meaning of an answer. */
    @Property(tries = 60, seed = "5")
    void predictionUndoesAddingNoise(
            @ForAll PredictionType type,
            @ForAll @IntRange(min = 1, max = 700) int timestep,
            @ForAll long seed) {
        try (Scope scope = Scope.open()) {
            NDArray start = batch(seed, 0);
            NDArray noise = batch(seed, 1);
            NoiseLevel level = NoiseLevel.at(OPS, SCHEDULE, timestep);
            NDArray xt = level.qSample(start, noise);
            NDArray answer = type.target(level, start, noise);
            close(type.predictStart(level, xt, answer), start, 1e-4f);
            close(type.predictNoise(level, xt, answer), noise, 1e-3f);
        }
    }

    @Example
    void eachSampleIsNoisedAtItsOwnTimestep() {
        try (Scope scope = Scope.open()) {
            NDArray start = batch(1, 0);
            NDArray noise = batch(1, 1);
            float[] mixed =
                    OPS.floats(NoiseLevel.at(OPS, SCHEDULE, TIMESTEPS, 4).qSample(start, noise));
            for (int b = 0; b < TIMESTEPS.length; b++) {
                float[] alone =
                        OPS.floats(
                                NoiseLevel.at(OPS, SCHEDULE, TIMESTEPS[b]).qSample(start, noise));
                for (int i = b * SIZE; i < (b + 1) * SIZE; i++) {
                    assertThat(mixed[i]).isEqualTo(alone[i]);
                }
            }
        }
    }

    @Example
    void addedNoiseKeepsUnitVariance() {
        for (int t = 0; t < 1000; t += 111) {
            float alphaCumprod = SCHEDULE.alphaCumprod(t);
            double alpha = Math.sqrt(alphaCumprod);
            double sigma = Math.sqrt(1 - alphaCumprod);
            assertThat(alpha * alpha + sigma * sigma).isCloseTo(1, within(1e-6));
            assertThat(SCHEDULE.snr(t))
                    .isCloseTo(
                            (float) (alpha * alpha / (sigma * sigma)),
                            within(SCHEDULE.snr(t) * 1e-4f));
        }
    }

    @Property(tries = 30, seed = "6")
    void lossesAreTheirDefinitions(
            @ForAll DiffusionLoss.Distance distance,
            @ForAll PredictionType type,
            @ForAll boolean weighted,
            @ForAll @DoubleRange(min = 0.05, max = 2) double delta) {
        LossWeighting weighting =
                weighted ? new LossWeighting.MinSnr(5) : new LossWeighting.Constant();
        try (Scope scope = Scope.open()) {
            NDArray output = batch(2, 0);
            NDArray target = batch(2, 1);
            DiffusionLoss.Result result =
                    new DiffusionLoss(OPS, PROCESS, type, distance, delta, weighting)
                            .of(output, target, TIMES);
            float[] x = OPS.floats(output);
            float[] y = OPS.floats(target);
            float[] perSample = OPS.floats(result.perSample());
            double total = 0;
            for (int b = 0; b < TIMESTEPS.length; b++) {
                double mean = 0;
                for (int i = b * SIZE; i < (b + 1) * SIZE; i++) {
                    double d = Math.abs((double) x[i] - y[i]);
                    mean +=
                            switch (distance) {
                                        case MSE -> d * d;
                                        case L1 -> d;
                                        case HUBER ->
                                                d <= delta ? d * d / 2 : delta * (d - delta / 2);
                                    }
                                    / SIZE;
                }
                assertThat((double) perSample[b]).isCloseTo(mean, within(1e-5));
                double snr = SCHEDULE.snr(TIMESTEPS[b]);
                double weight =
                        !weighted
                                ? 1
                                : Math.min(snr, 5)
                                        / switch (type) {
                                            case EPSILON -> snr;
                                            case SAMPLE -> 1;
                                            case V_PREDICTION -> snr + 1;
                                            case VELOCITY -> Math.pow(1 + Math.sqrt(snr), 2);
                                        };
                total += weight * mean / TIMESTEPS.length;
            }
            assertThat((double) OPS.item(result.loss())).isCloseTo(total, within(1e-4));
        }
    }

    /** Salimans and Ho's v, Lipman's and Liu's velocity, written out for one number. */
    @Example
    void targetsAreTheirFormulas() {
        try (Scope scope = Scope.open()) {
            NDArray start = OPS.array(new float[] {2}, 1, 1, 1, 1);
            NDArray noise = OPS.array(new float[] {-0.5f}, 1, 1, 1, 1);
            double alphaCumprod = SCHEDULE.alphaCumprod(500);
            double a = Math.sqrt(alphaCumprod);
            double s = Math.sqrt(1 - alphaCumprod);
            NoiseLevel vp = PROCESS.level(OPS, new double[] {500}, 4);
            assertThat(target(PredictionType.EPSILON, vp, start, noise)).isEqualTo(-0.5);
            assertThat(target(PredictionType.SAMPLE, vp, start, noise)).isEqualTo(2);
            assertThat(target(PredictionType.V_PREDICTION, vp, start, noise))
                    .isCloseTo(a * -0.5 - s * 2, within(1e-6));
            NoiseLevel line = LINE.level(OPS, new double[] {0.25}, 4);
            assertThat(target(PredictionType.VELOCITY, line, start, noise)).isEqualTo(-2.5);
            assertThat((double) OPS.item(line.qSample(start, noise)))
                    .isCloseTo(0.75 * 2 + 0.25 * -0.5, within(1e-6));
            assertThat(LINE.networkTime(0.25)).isEqualTo(250);
            assertThat(new Process.Interpolation(1).networkTime(0.25)).isEqualTo(0.25);
            assertThat(PROCESS.networkTime(500)).isEqualTo(500);
        }
    }

    private static double target(
            PredictionType type, NoiseLevel level, NDArray start, NDArray noise) {
        return OPS.item(type.target(level, start, noise));
    }

    /** On the straight line, an x_t and an answer give x_0 and ε back at every time. */
    @Property(tries = 60, seed = "5")
    void predictionUndoesAddingNoiseOnTheLine(
            @ForAll("lineTypes") PredictionType type,
            @ForAll @DoubleRange(min = 0.02, max = 0.98) double time,
            @ForAll long seed) {
        try (Scope scope = Scope.open()) {
            NDArray start = batch(seed, 0);
            NDArray noise = batch(seed, 1);
            NoiseLevel level = LINE.level(OPS, time);
            NDArray xt = level.qSample(start, noise);
            NDArray answer = type.target(level, start, noise);
            close(type.predictStart(level, xt, answer), start, 1e-4f);
            close(type.predictNoise(level, xt, answer), noise, 1e-4f);
        }
    }

    @Provide
    Arbitrary<PredictionType> lineTypes() {
        return Arbitraries.of(PredictionType.VELOCITY, PredictionType.SAMPLE);
    }

    /**
     * A weighting says the same whatever is predicted: the weighted squared error of an answer is
     * that of the x_0 it implies.
     */
    @Property(tries = 60, seed = "8")
    void weightingsDoNotDependOnWhatIsPredicted(
            @ForAll @IntRange(min = 0, max = 999) int timestep, @ForAll boolean p2) {
        LossWeighting weighting = p2 ? new LossWeighting.P2(1, 1) : new LossWeighting.MinSnr(5);
        float snr = SCHEDULE.snr(timestep);
        double a = PROCESS.signal(timestep);
        double s = PROCESS.sigma(timestep);
        double ofStart = weighting.weight(PredictionType.SAMPLE, snr);
        // An error of 1 in the answer is an error of this size in x_0.
        double noise = s / a;
        double velocity = s / (a + s);
        assertThat((double) weighting.weight(PredictionType.EPSILON, snr))
                .isCloseTo(ofStart * noise * noise, withinPercentage(0.1));
        assertThat((double) weighting.weight(PredictionType.V_PREDICTION, snr))
                .isCloseTo(ofStart * s * s, withinPercentage(0.1));
        assertThat((double) weighting.weight(PredictionType.VELOCITY, snr))
                .isCloseTo(ofStart * velocity * velocity, withinPercentage(0.1));
    }

    @Example
    void p2IsChoisFormula() {
        assertThat(new LossWeighting.P2(1, 1).weight(PredictionType.EPSILON, 3)).isEqualTo(0.25f);
        assertThat(new LossWeighting.P2(2, 0.5).weight(PredictionType.EPSILON, 2)).isEqualTo(0.5f);
        assertThat(new LossWeighting.P2(1, 0).weight(PredictionType.EPSILON, 3)).isEqualTo(1);
        assertThat(new LossWeighting.P2(1, 1).weight(PredictionType.SAMPLE, 3)).isEqualTo(0.75f);
    }

    @Example
    void theLossIsDifferentiableAndThePerSampleMeansAreNot() {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray output = batch(3, 0);
            NDArray target = batch(3, 1);
            output.setRequiresGradient(true);
            DiffusionLoss.Result result =
                    new DiffusionLoss(
                                    OPS,
                                    PROCESS,
                                    PredictionType.EPSILON,
                                    DiffusionLoss.Distance.MSE,
                                    1,
                                    new LossWeighting.Constant())
                            .of(output, target, TIMES);
            float[] gradient =
                    OPS.floats(Gradients.of(OPS, result.loss(), List.of(output), false).get(0));
            float[] x = OPS.floats(output);
            float[] y = OPS.floats(target);
            for (int i = 0; i < gradient.length; i++) {
                assertThat(gradient[i])
                        .isCloseTo(2 * (x[i] - y[i]) / gradient.length, within(1e-7f));
            }
            assertThat(result.perSample().hasGradient()).isFalse();
        }
    }

    private static NDArray batch(long seed, long index) {
        return OPS.array(
                new Noise(seed, "batch").normal(0, index, TIMESTEPS.length * SIZE),
                TIMESTEPS.length,
                2,
                4,
                4);
    }

    private static void close(NDArray actual, NDArray expected, float tolerance) {
        float[] a = OPS.floats(actual);
        float[] b = OPS.floats(expected);
        for (int i = 0; i < b.length; i++) {
            assertThat(a[i]).isCloseTo(b[i], within(tolerance));
        }
    }
}
