package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.TldFixture;
import ldmstudio.engine.denoiser.TransformerDenoiser;
import ldmstudio.engine.diffusion.NoiseLevel;
import ldmstudio.engine.diffusion.PredictionType;
import ldmstudio.engine.diffusion.Process;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's training of the transformer denoiser: mixing, hidden labels, Adam, average. */
class TldTrainingParityTest {
    private static final double LOSS_TOLERANCE = 1e-5;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("tld_train_loss");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyStepIsTheReferences(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                TransformerDenoiser network = TldFixture.network(fixture, OPS);
                Adam adam = new Adam(OPS, network.parameters(), Adam.Options.defaults());
                Ema ema =
                        new Ema(
                                OPS,
                                network.parameters(),
                                new EmaDecay.Constant(fixture.config("alpha").asDouble(0.999)));
                Scope scope = Scope.open()) {
            NDArray start =
                    OPS.scale(
                            fixture.array(OPS, "in.latents"),
                            1 / fixture.config("vae_scale_factor").asDouble(8));
            fixture.check(OPS, "out.x_scaled", start);
            double[] times = fixture.io().doubles("in.noise_level_f64");
            Process process = new Process.Interpolation(1);
            NoiseLevel level = process.level(OPS, times, 4);
            NDArray noise = fixture.array(OPS, "in.noise");
            NDArray noisy = level.qSample(start, noise);
            fixture.check(OPS, "out.x_noisy", noisy);
            float[] told = new float[times.length];
            for (int i = 0; i < told.length; i++) {
                told[i] = (float) process.networkTime(times[i]);
            }
            NDArray timestep = OPS.array(told, told.length);
            Conditioning condition = Conditioning.ofPooled(labels(fixture));
            NDArray target = PredictionType.SAMPLE.target(level, start, noise);

            int steps = fixture.config("steps").asInt();
            float[] losses = new float[steps];
            for (int step = 0; step < steps; step++) {
                try (Scope inner = Scope.open();
                        Gradients.Recording on = Gradients.record()) {
                    NDArray output = network.forward(noisy, timestep, condition);
                    NDArray loss = OPS.mse(output, target);
                    losses[step] = OPS.item(loss);
                    List<NDArray> gradients =
                            Gradients.of(OPS, loss, network.trainedArrays(), false);
                    if (step == 0) {
                        fixture.check(OPS, "out.pred", output);
                        fixture.check("out.loss", new float[] {losses[0]}, LOSS_TOLERANCE);
                        compareGradients(fixture, network, gradients);
                    }
                    try (Gradients.Recording off = Gradients.pause()) {
                        adam.step(gradients, fixture.config("lr").asDouble(3e-4));
                        ema.update();
                    }
                }
            }
            fixture.check("out.losses", losses, LOSS_TOLERANCE);
            Map<String, NDArray> weights = new LinkedHashMap<>();
            network.parameters().forEach((name, p) -> weights.put(name, p.array()));
            compare(fixture, "out.after.", weights);
            compare(fixture, "out.ema_after.", ema.weights());
        }
    }

    /** Zeros where the label is hidden. */
    private static NDArray labels(ParityFixture fixture) {
        float[] labels = fixture.io().floats("in.label");
        long[] shape = fixture.io().shape("in.label");
        float[] hidden = fixture.io().floats("in.drop_mask");
        int width = Math.toIntExact(shape[1]);
        for (int i = 0; i < labels.length; i++) {
            if (hidden[i / width] != 0) {
                labels[i] = 0;
            }
        }
        return OPS.array(labels, shape);
    }

    private static void compareGradients(
            ParityFixture fixture, TransformerDenoiser network, List<NDArray> gradients) {
        List<String> names = new ArrayList<>(network.parameters().keySet());
        Map<String, NDArray> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), gradients.get(i));
        }
        long expected = fixture.io().names().stream().filter(n -> n.startsWith("grad.")).count();
        assertThat(fixture.checkGradients(OPS, byName)).isEqualTo((int) expected).isPositive();
    }

    private static void compare(
            ParityFixture fixture, String prefix, Map<String, NDArray> weights) {
        List<String> names =
                fixture.io().names().stream().filter(n -> n.startsWith(prefix)).toList();
        assertThat(names).isNotEmpty();
        for (String name : names) {
            fixture.check(OPS, name, weights.get(name.substring(prefix.length())));
        }
    }
}
