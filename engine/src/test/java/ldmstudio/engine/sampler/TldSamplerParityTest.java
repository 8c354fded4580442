package ldmstudio.engine.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.TldFixture;
import ldmstudio.engine.denoiser.TransformerDenoiser;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded run of the reference's generator: the latents at each call of the network, the
 * result, and what the decoder is given.
 */
class TldSamplerParityTest {
    private static final double LINEAR_TOLERANCE = 1e-5;
    private static final double NETWORK_TOLERANCE = 1e-4;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("tld_sampler");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyRunGoesTheReferencesWay(Path folder) throws IOException {
        Map<String, Double> worst = new TreeMap<>();
        try (ParityFixture fixture = ParityFixture.open(folder);
                TransformerDenoiser network = TldFixture.network(fixture, OPS)) {
            JsonNode runs = fixture.config("runs");
            assertThat(runs.size()).isPositive();
            for (Map.Entry<String, JsonNode> run : runs.properties()) {
                try (Scope scope = Scope.open()) {
                    worst.put(
                            run.getKey(),
                            new Run(fixture, network, run.getKey(), run.getValue()).compare());
                }
            }
        }
        System.getLogger("parity").log(System.Logger.Level.INFO, "{0}: {1}", folder, worst);
    }

    /** One run of the generator with the reference's defaults for what it does not say. */
    private record Run(
            ParityFixture fixture, TransformerDenoiser network, String name, JsonNode settings) {
        double compare() {
            JsonNode args = settings.path("args");
            boolean linear = settings.path("model").asText().equals("linear");
            double tolerance = linear ? LINEAR_TOLERANCE : NETWORK_TOLERANCE;
            double guidance = args.path("class_guidance").asDouble(3);
            TldSampler.Form form =
                    args.path("use_ddpm_plus").asBoolean(true)
                            ? TldSampler.Form.DPM_SOLVER_PP_2M
                            : TldSampler.Form.DDIM;
            TldSampler sampler =
                    new TldSampler(
                            OPS,
                            new Process.Interpolation(1),
                            PredictionType.SAMPLE,
                            args.path("n_iter").asInt(30),
                            new TldSampler.Options(
                                    form,
                                    args.path("exponent").asDouble(1),
                                    new StartCorrection.None(),
                                    new LatentNudge(
                                            args.path("sharp_f").asDouble(0.1),
                                            args.path("bright_f").asDouble(0.1))));
            double[] levels = fixture.io().doubles("out." + name + ".noise_levels");
            assertThat(sampler.timesteps()).hasSameSizeAs(levels);
            for (int i = 0; i < levels.length; i++) {
                assertThat(Math.abs(sampler.timesteps()[i] - levels[i]))
                        .as("%s: noise level %d", name, i)
                        .isLessThan(1e-6);
            }
            float[] visited = fixture.io().floats("out." + name + ".x_t");
            float[] actual = new float[visited.length];
            // The torch generator's numbers of a run with a seed are recorded as its first latents.
            NDArray start = recordedStart(visited);
            Denoiser denoiser =
                    new GuidedDenoiser(OPS, linear ? this::linear : this::network, guidance);
            NDArray x0 =
                    sampler.sample(
                            sampler.begin(start),
                            denoiser,
                            SeededNoise.each(OPS, new long[samples()]),
                            step -> {
                                float[] xt = OPS.floats(step.xt());
                                System.arraycopy(
                                        xt, 0, actual, (step.number() - 1) * xt.length, xt.length);
                            });
            double error =
                    Math.max(
                            check("x_t", actual, tolerance),
                            check("x0", OPS.floats(x0), tolerance));
            double scale = args.path("scale_factor").asDouble(8);
            float[] decoded = OPS.floats(OPS.scale(x0, scale));
            return Math.max(error, check("decoded_input", decoded, tolerance));
        }

        private NDArray recordedStart(float[] visited) {
            long[] all = fixture.io().shape("out." + name + ".x_t");
            long[] shape = Arrays.copyOfRange(all, 1, all.length);
            int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            if (!settings.path("use_seed").asBoolean(false)) {
                assertThat(Arrays.copyOf(visited, size)).isEqualTo(fixture.io().floats("in.seeds"));
            }
            return OPS.array(Arrays.copyOf(visited, size), shape);
        }

        private double check(String what, float[] actual, double tolerance) {
            String tensor = "out." + name + "." + what;
            fixture.check(tensor, actual, tolerance);
            return fixture.error(tensor, actual, 0);
        }

        private int samples() {
            return Math.toIntExact(fixture.io().shape("in.labels")[0]);
        }

        /** {@code (2B, P)}: zeros, then the labels, as guidance wants them. */
        private NDArray labels() {
            NDArray labels = fixture.array(OPS, "in.labels");
            return OPS.cat(List.of(OPS.zeros(labels.getShape().getShape()), labels), 0);
        }

        private NDArray network(NDArray xt, double level) {
            return network.conditioned(Conditioning.ofPooled(labels()), 2).predict(xt, level);
        }

        /** 0.7 x + 0.1 σ + 0.05 label[0]. */
        private NDArray linear(NDArray xt, double level) {
            NDArray first = OPS.reshape(OPS.narrow(labels(), 1, 0, 1), -1, 1, 1, 1);
            return OPS.scale(OPS.cat(List.of(xt, xt), 0), 0.7)
                    .add(OPS.scale(first, 0.05))
                    .add(OPS.scalar((float) (0.1 * level)));
        }
    }
}
