package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Optimizers, learning rates, averages and clipping against torch and diffusers, on the quadratic
 * 0.5 w·A w − b·w + noise_k·w.
 */
class OptimParityTest {
    private static final double TOLERANCE = 1e-5;
    private static final double RATE_TOLERANCE = 1e-12;

    private static final Ops OPS = Ops.cpu();
    private static final ParityFixture FIXTURE = ParityFixture.open("optim");
    private static final Map<String, Double> WORST = new TreeMap<>();

    @AfterAll
    static void close() {
        System.getLogger("parity").log(System.Logger.Level.INFO, "optim: {0}", WORST);
        FIXTURE.close();
        OPS.close();
    }

    @TestFactory
    Stream<DynamicTest> optimizersWalkTheReferencesWay() {
        return each(
                FIXTURE.config("optimizers"), (name, settings) -> compareOptimizer(name, settings));
    }

    @TestFactory
    Stream<DynamicTest> learningRatesAreTheReferencesInDoublePrecision() {
        return each(
                FIXTURE.config("lr"),
                (name, settings) -> {
                    double[] expected = FIXTURE.io().doubles("out.lr." + name);
                    LearningRateSchedule schedule = schedule(settings);
                    for (int k = 0; k < expected.length; k++) {
                        double error = Math.abs(schedule.at(k) - expected[k]);
                        WORST.merge("lr", error, Math::max);
                        assertThat(error).as("%s at step %d", name, k).isLessThan(RATE_TOLERANCE);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> averagesFollowTheReferencesRules() {
        return each(FIXTURE.config("ema"), (name, settings) -> compareEma(name, settings));
    }

    @Test
    void gradientsAreClippedByTheirCommonNorm() {
        JsonNode norms = FIXTURE.config("clip_norms");
        assertThat(norms).isNotEmpty();
        for (JsonNode norm : norms) {
            double maxNorm = norm.asDouble();
            String prefix =
                    "out.clip."
                            + (maxNorm == Math.rint(maxNorm)
                                    ? Long.toString((long) maxNorm)
                                    : Double.toString(maxNorm));
            try (Scope scope = Scope.open()) {
                NDArray g1 = FIXTURE.array(OPS, "in.clip_g1");
                NDArray g2 = FIXTURE.array(OPS, "in.clip_g2");
                double total = GradientClipping.clip(OPS, List.of(g1, g2), maxNorm);
                check(prefix + ".total_norm", new float[] {(float) total});
                check(prefix + ".g1", OPS.floats(g1));
                check(prefix + ".g2", OPS.floats(g2));
            }
        }
    }

    private interface Comparison {
        void run(String name, JsonNode settings);
    }

    private static Stream<DynamicTest> each(JsonNode cases, Comparison comparison) {
        assertThat(cases).isNotEmpty();
        List<DynamicTest> tests = new ArrayList<>();
        cases.properties()
                .forEach(
                        entry ->
                                tests.add(
                                        DynamicTest.dynamicTest(
                                                entry.getKey(),
                                                () ->
                                                        comparison.run(
                                                                entry.getKey(),
                                                                entry.getValue()))));
        return tests.stream();
    }

    private static void compareOptimizer(String name, JsonNode settings) {
        int steps = FIXTURE.config("steps").asInt();
        double rate = settings.path("lr").asDouble();
        LearningRateSchedule schedule =
                settings.has("sched")
                        ? LearningRateSchedule.of(
                                LearningRateSchedule.Kind.of(
                                        settings.path("sched").path("name").asText()),
                                rate,
                                settings.path("sched").path("warmup").asLong(),
                                steps)
                        : LearningRateSchedule.of(
                                LearningRateSchedule.Kind.CONSTANT, rate, 0, steps);
        float[] start = FIXTURE.io().floats("in.w0");
        float[] path = Arrays.copyOf(start, (steps + 1) * start.length);
        float[] losses = new float[steps];
        float[] norms = new float[steps];
        float[] averages = new float[steps * start.length];
        EmaDecay decay = new EmaDecay.Constant(settings.path("ema").asDouble(0));
        try (OneVector network = new OneVector(OPS, start);
                Optimizer optimizer = optimizer(network, settings);
                Ema ema = new Ema(OPS, network.parameters(), decay)) {
            for (int k = 0; k < steps; k++) {
                try (Scope scope = Scope.open()) {
                    NDArray loss;
                    List<NDArray> gradients;
                    try (Gradients.Recording on = Gradients.record()) {
                        loss = loss(network.w(), k);
                        gradients = Gradients.of(OPS, loss, network.trainedArrays(), false);
                    }
                    losses[k] = OPS.item(loss);
                    norms[k] =
                            (float)
                                    GradientClipping.clip(
                                            OPS, gradients, settings.path("clip").asDouble(0));
                    optimizer.step(gradients, schedule.at(k));
                    ema.update();
                    copyInto(path, k + 1, OPS.floats(network.w()));
                    copyInto(averages, k, OPS.floats(ema.weights().get("w")));
                }
            }
            check("out." + name + ".w", path);
            check("out." + name + ".loss", losses);
            if (settings.has("clip")) {
                check("out." + name + ".grad_norm_before_clip", norms);
            }
            if (settings.has("ema")) {
                check("out." + name + ".ema", averages);
            }
            String state = "out." + name + ".state.";
            optimizer
                    .state()
                    .forEach(
                            (key, array) ->
                                    check(
                                            state + key.substring(0, key.lastIndexOf(".w")),
                                            OPS.floats(array)));
            if (FIXTURE.has(state + "step")) {
                check(state + "step", new float[] {optimizer.steps()});
            }
        }
    }

    private static NDArray loss(NDArray w, int k) {
        NDArray matrix = FIXTURE.array(OPS, "in.A");
        NDArray b = FIXTURE.array(OPS, "in.b");
        NDArray noise =
                OPS.array(slice(FIXTURE.io().floats("in.grad_noise"), k, 6), w.getShape().get(0));
        NDArray square = matrix.matMul(w).mul(w).sum().mul(0.5f);
        return square.sub(b.mul(w).sum()).add(noise.mul(w).sum());
    }

    private static Optimizer optimizer(OneVector network, JsonNode settings) {
        double beta1 = settings.path("betas").path(0).asDouble(0.9);
        double beta2 = settings.path("betas").path(1).asDouble(0.999);
        double epsilon = settings.path("eps").asDouble(1e-8);
        return switch (settings.path("class").asText()) {
            case "AdamW" ->
                    new AdamW(
                            OPS,
                            network.parameters(),
                            new AdamW.Options(
                                    beta1,
                                    beta2,
                                    epsilon,
                                    settings.path("weight_decay").asDouble(0.01),
                                    settings.path("amsgrad").asBoolean(false)));
            case "Adam" ->
                    new Adam(
                            OPS,
                            network.parameters(),
                            new Adam.Options(
                                    beta1,
                                    beta2,
                                    epsilon,
                                    settings.path("weight_decay").asDouble(0)));
            case "SGD" ->
                    new Sgd(
                            OPS,
                            network.parameters(),
                            settings.path("momentum").asDouble(0),
                            settings.path("weight_decay").asDouble(0));
            default -> throw new IllegalStateException("No optimizer for " + settings);
        };
    }

    private static LearningRateSchedule schedule(JsonNode settings) {
        LearningRateSchedule.Kind kind =
                LearningRateSchedule.Kind.of(settings.path("name").asText());
        LearningRateSchedule usual =
                LearningRateSchedule.of(
                        kind,
                        settings.path("lr").asDouble(),
                        settings.path("num_warmup_steps").asLong(0),
                        settings.path("num_training_steps").asLong(0));
        return new LearningRateSchedule(
                kind,
                usual.peak(),
                usual.warmupSteps(),
                usual.totalSteps(),
                settings.path("num_cycles").asDouble(usual.cycles()),
                settings.path("power").asDouble(usual.power()),
                usual.end());
    }

    private static void compareEma(String name, JsonNode settings) {
        JsonNode args = settings.path("args");
        double decay = args.path("decay").asDouble();
        EmaDecay rule =
                settings.path("kind").asText().equals("lit")
                        ? new EmaDecay.Lit(decay)
                        : new EmaDecay.Diffusers(
                                decay,
                                args.path("min_decay").asDouble(0),
                                args.path("update_after_step").asLong(0),
                                args.path("use_ema_warmup").asBoolean(false),
                                args.path("inv_gamma").asDouble(1),
                                args.path("power").asDouble(2.0 / 3));
        double[] decays = FIXTURE.io().doubles("out.ema." + name + ".decay");
        float[] noise = FIXTURE.io().floats("in.grad_noise");
        float[] w = FIXTURE.io().floats("in.w0");
        float[] shadows = new float[decays.length * w.length];
        try (OneVector network = new OneVector(OPS, w);
                Ema ema = new Ema(OPS, network.parameters(), rule)) {
            for (int k = 0; k < decays.length; k++) {
                for (int i = 0; i < w.length; i++) {
                    w[i] += noise[k * w.length + i];
                }
                network.set(w);
                double error = Math.abs(ema.update() - decays[k]);
                WORST.merge("ema decay", error, Math::max);
                assertThat(error).as("decay of update %d", k + 1).isLessThan(RATE_TOLERANCE);
                copyInto(shadows, k, OPS.floats(ema.weights().get("w")));
            }
            check("out.ema." + name + ".shadow", shadows);
        }
    }

    private static float[] slice(float[] values, int index, int size) {
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }

    private static void copyInto(float[] target, int index, float[] values) {
        System.arraycopy(values, 0, target, index * values.length, values.length);
    }

    private static void check(String name, float[] actual) {
        WORST.merge(
                name.substring(name.lastIndexOf('.') + 1),
                FIXTURE.error(name, actual, 0),
                Math::max);
        FIXTURE.check(name, actual, TOLERANCE);
    }
}
