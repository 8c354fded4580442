package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.denoiser.UNet2dCondition;
import ldmstudio.engine.denoiser.UNet2dConditionConfig;
import ldmstudio.engine.diffusion.BetaSchedule;
import ldmstudio.engine.diffusion.DiffusionLoss;
import ldmstudio.engine.diffusion.LossWeighting;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.NoiseSchedule;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole trainings of a small UNet against the same trainings in torch: noise, target, loss weight,
 * gradients, clipping, rate, AdamW and average, step after step on the recorded batches.
 */
class TrainingParityTest {
    private static final double EARLY_LOSS_TOLERANCE = 1e-5;
    private static final double LATE_LOSS_TOLERANCE = 1e-4;

    /** Of the largest change of a tensor: Adam divides small gradients by their own size. */
    private static final double UPDATE_TOLERANCE = 1e-3;

    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"train_unet_adamw_plain", "train_unet_adamw_full"})
    void aTrainingGoesTheReferencesWay(String name) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(name);
                Run run = new Run(fixture)) {
            run.train();
            run.compareWeights();
            System.getLogger("parity").log(System.Logger.Level.INFO, "{0}: {1}", name, run.worst);
        }
    }

    /** One training of a fixture. */
    private static final class Run implements AutoCloseable {
        private final Map<String, Double> worst = new TreeMap<>();
        private final ParityFixture fixture;
        private final UNet2dCondition network;
        private final Map<String, float[]> initial = new LinkedHashMap<>();
        private final NoiseSchedule schedule;
        private final PredictionType predictionType;
        private final DiffusionLoss loss;
        private final LearningRateSchedule rate;
        private final AdamW optimizer;
        private final Ema ema;

        Run(ParityFixture fixture) throws IOException {
            this.fixture = fixture;
            Map<String, Object> shape =
                    new ObjectMapper()
                            .convertValue(
                                    fixture.config("model"),
                                    new TypeReference<Map<String, Object>>() {});
            network = new UNet2dCondition(OPS, UNet2dConditionConfig.fromMap(shape));
            try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
                network.load(weights);
                network.parameters().keySet().forEach(n -> initial.put(n, weights.floats(n)));
            }
            JsonNode process = fixture.config("scheduler");
            schedule =
                    NoiseSchedule.of(
                            BetaSchedule.of(process.path("beta_schedule").asText()),
                            process.path("num_train_timesteps").asInt(),
                            process.path("beta_start").asDouble(),
                            process.path("beta_end").asDouble());
            predictionType = PredictionType.of(process.path("prediction_type").asText("epsilon"));
            JsonNode gamma = fixture.config("snr_gamma");
            loss =
                    new DiffusionLoss(
                            OPS,
                            new Process.VariancePreserving(schedule),
                            predictionType,
                            DiffusionLoss.Distance.MSE,
                            1,
                            gamma.isNumber()
                                    ? new LossWeighting.MinSnr(gamma.asDouble())
                                    : new LossWeighting.Constant());
            JsonNode adamw = fixture.config("opt");
            rate =
                    LearningRateSchedule.of(
                            LearningRateSchedule.Kind.of(fixture.config("lr_scheduler").asText()),
                            adamw.path("lr").asDouble(),
                            fixture.config("warmup").asLong(),
                            steps());
            optimizer =
                    new AdamW(
                            OPS,
                            network.parameters(),
                            new AdamW.Options(
                                    adamw.path("betas").path(0).asDouble(),
                                    adamw.path("betas").path(1).asDouble(),
                                    adamw.path("eps").asDouble(),
                                    adamw.path("weight_decay").asDouble(),
                                    false));
            ema =
                    new Ema(
                            OPS,
                            network.parameters(),
                            new EmaDecay.Constant(fixture.config("ema_decay").asDouble()));
        }

        private int steps() {
            return fixture.config("steps").asInt();
        }

        void train() {
            double[] rates = fixture.io().doubles("out.lr_used");
            float[] losses = fixture.io().floats("out.losses");
            float[] norms = fixture.io().floats("out.grad_norms");
            for (int k = 0; k < steps(); k++) {
                double tolerance = k < 5 ? EARLY_LOSS_TOLERANCE : LATE_LOSS_TOLERANCE;
                try (Scope scope = Scope.open()) {
                    assertThat(Math.abs(rate.at(k) - rates[k]))
                            .as("rate of step %d", k)
                            .isLessThan(1e-12);
                    NDArray value;
                    List<NDArray> gradients;
                    try (Gradients.Recording on = Gradients.record()) {
                        value = loss(k);
                        gradients = Gradients.of(OPS, value, network.trainedArrays(), false);
                    }
                    double norm =
                            GradientClipping.clip(
                                    OPS, gradients, fixture.config("max_grad_norm").asDouble());
                    close("loss", k, OPS.item(value), losses[k], tolerance);
                    close("gradient norm", k, norm, norms[k], tolerance);
                    if (k == 0) {
                        compareFirstGradients(gradients);
                    }
                    optimizer.step(gradients, rate.at(k));
                    ema.update();
                }
                if (k == 0) {
                    compareUpdates("out.step1.", network(), "update of step 1");
                }
            }
        }

        private NDArray loss(int k) {
            int[] timesteps =
                    Arrays.stream(fixture.io().longs("in.timesteps"))
                            .skip((long) k * batch())
                            .limit(batch())
                            .mapToInt(Math::toIntExact)
                            .toArray();
            float[] times = new float[timesteps.length];
            for (int i = 0; i < times.length; i++) {
                times[i] = timesteps[i];
            }
            NDArray start = recorded("in.latents", k);
            NDArray noise = recorded("in.noise", k);
            NoiseLevel level = NoiseLevel.at(OPS, schedule, timesteps, 4);
            NDArray xt = level.qSample(start, noise);
            NDArray output =
                    network.forward(
                            xt,
                            OPS.array(times, times.length),
                            recorded("in.encoder_hidden_states", k),
                            null);
            if (k == 0) {
                compare("out.x_t0", xt, ParityFixture.OUTPUT_TOLERANCE);
                compare("out.pred0", output, ParityFixture.OUTPUT_TOLERANCE);
            }
            double[] each = Arrays.stream(timesteps).asDoubleStream().toArray();
            return loss.of(output, predictionType.target(level, start, noise), each).loss();
        }

        private int batch() {
            return fixture.config("batch").asInt();
        }

        /** Step k's part of a recorded series. */
        private NDArray recorded(String name, int k) {
            long[] all = fixture.io().shape(name);
            long[] shape = Arrays.copyOfRange(all, 1, all.length);
            int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            float[] values = fixture.io().floats(name);
            return OPS.array(Arrays.copyOfRange(values, k * size, (k + 1) * size), shape);
        }

        private void compareFirstGradients(List<NDArray> clipped) {
            List<String> names = new ArrayList<>(network.parameters().keySet());
            int compared = 0;
            for (String name : fixture.io().names()) {
                if (name.startsWith("grad.step0_clipped.")) {
                    NDArray gradient =
                            clipped.get(
                                    names.indexOf(name.substring("grad.step0_clipped.".length())));
                    note("first gradients", fixture.error(name, OPS.floats(gradient), 0));
                    fixture.checkGradient(OPS, name, gradient);
                    compared++;
                }
            }
            assertThat(compared).isPositive();
        }

        void compareWeights() {
            assertThat(compareUpdates("out.final.", network(), "final update"))
                    .isEqualTo(initial.size());
            compareUpdates("out.ema.", ema.weights(), "average's update");
        }

        private Map<String, NDArray> network() {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> arrays.put(name, parameter.array()));
            return arrays;
        }

        /** Compares how far tensors have moved from where they started; returns how many. */
        private int compareUpdates(String prefix, Map<String, NDArray> actual, String what) {
            int compared = 0;
            for (String name : fixture.io().names()) {
                if (!name.startsWith(prefix)) {
                    continue;
                }
                String parameter = name.substring(prefix.length());
                float[] before = initial.get(parameter);
                float[] expected = fixture.io().floats(name);
                float[] after = OPS.floats(actual.get(parameter));
                double difference = 0;
                double moved = 0;
                double size = 0;
                for (int i = 0; i < before.length; i++) {
                    difference = Math.max(difference, Math.abs((double) after[i] - expected[i]));
                    moved = Math.max(moved, Math.abs((double) expected[i] - before[i]));
                    size = Math.max(size, Math.abs(expected[i]));
                }
                // A step whose rate is 0 moves nothing; then the weights themselves are compared.
                double error = moved > 0 ? difference / moved : difference / size;
                note(what, error);
                assertThat(error).as("%s of %s", what, parameter).isLessThan(UPDATE_TOLERANCE);
                compared++;
            }
            assertThat(compared).as("tensors named %s*", prefix).isPositive();
            return compared;
        }

        private void compare(String name, NDArray actual, double tolerance) {
            note(name, fixture.error(name, OPS.floats(actual), 0));
            fixture.check(name, OPS.floats(actual), tolerance);
        }

        private void close(String what, int k, double actual, double expected, double tolerance) {
            double error = Math.abs(actual - expected) / Math.abs(expected);
            note(what, error);
            assertThat(error).as("%s of step %d", what, k).isLessThan(tolerance);
        }

        private void note(String what, double error) {
            worst.merge(what, error, Math::max);
        }

        @Override
        public void close() {
            ema.close();
            optimizer.close();
            network.close();
        }
    }
}
