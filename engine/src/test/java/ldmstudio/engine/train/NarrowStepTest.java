package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.denoiser.Conditioned;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.denoiser.Denoisers;
import ldmstudio.engine.nn.FrozenConv2d;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.CastCount;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.KernelTimes;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Test;

/** What a training step in bf16 copies, and how far it is from one in fp32. */
class NarrowStepTest {
    private static final String CASTS = "aten::_to_copy";

    private static final Map<String, Object> TRANSFORMER =
            Map.of(
                    "_class_name",
                    "TransformerDenoiser",
                    "image_size",
                    8,
                    "noise_embed_dims",
                    16,
                    "patch_size",
                    2,
                    "embed_dim",
                    128,
                    "dropout",
                    0.0,
                    "n_layers",
                    2,
                    "text_emb_size",
                    6,
                    "n_channels",
                    4,
                    "mlp_multiplier",
                    2);

    @Test
    void aStepCastsEachWeightAndItsGradientOnce() throws IOException {
        try (Ops ops = Ops.open(Device.cpu(), ComputeType.BF16)) {
            DenoiserNetwork unet = unet(ops);
            NDArray text = ops.array(new Noise(0, "text").normal(0, 0, 2 * 3 * 16), 2, 3, 16);
            MeasuredStep step =
                    MeasuredStep.stage2(
                            ops,
                            unet,
                            Stage2Config.defaults(),
                            new Noise(0, "latents").normal(0, 0, 2 * 4 * 8 * 8),
                            2,
                            new int[] {4, 8, 8},
                            Conditioning.ofContext(text));
            step.run();
            List<KernelTimes.Line> lines = KernelTimes.of(step::run);
            long weights =
                    unet.parameters().keySet().stream()
                            .filter(name -> !name.contains("norm"))
                            .count();
            long numbers =
                    unet.parameters().entrySet().stream()
                            .filter(parameter -> !parameter.getKey().contains("norm"))
                            .mapToLong(parameter -> parameter.getValue().shape().size())
                            .sum();
            // Beside the weights: inputs, text, time and loss; not one picture on the way.
            assertThat(calls(lines, CASTS)).isBetween(2 * weights, 2 * weights + 40);
            assertThat(millions(lines, CASTS) * 1e6)
                    .as("numbers")
                    .isBetween(2.0 * numbers, 2.2 * numbers);
            assertThat(calls(lines, "aten::cat"))
                    .as("skips, halves of gated layers, codes of the time")
                    .isLessThanOrEqualTo(12);
            assertThat(calls(lines, "aten::_fused_adamw_")).isEqualTo(1);
        }
    }

    @Test
    void anAutoencodersStepCopiesNoPictureToFp32() throws IOException {
        try (Ops ops = Ops.open(Device.cpu(), ComputeType.BF16)) {
            Autoencoder vae = autoencoder(ops);
            NDArray pixels =
                    ops.array(new Noise(0, "pixels").uniform(0, 0, 2 * 3 * 256), 2, 3, 16, 16);
            MeasuredStep step = MeasuredStep.stage1(ops, vae, pixels, null);
            step.run();
            long weights =
                    vae.parameters().keySet().stream()
                            .filter(name -> !name.contains("norm"))
                            .count();
            assertThat(calls(KernelTimes.of(step::run), CASTS))
                    .isBetween(2 * weights, 2 * weights + 40);
        }
    }

    @Test
    void frozenWeightsAreCastOnceForAllSteps() throws IOException {
        try (Ops ops = Ops.open(Device.cpu(), ComputeType.BF16);
                Scope scope = Scope.open()) {
            FrozenConv2d frozen = new FrozenConv2d(ops, 3, 8, 3, 1, true);
            frozen.initialize(0);
            NDArray x = ops.ones(1, 3, 8, 8);
            x.setRequiresGradient(true);
            Runnable step =
                    () -> {
                        try (Scope part = Scope.open();
                                Gradients.Recording on = Gradients.record()) {
                            Gradients.of(ops, frozen.forward(x).sum(), List.of(x), false);
                        }
                    };
            step.run();
            assertThat(calls(KernelTimes.of(step), CASTS))
                    .as("the picture and its gradient")
                    .isEqualTo(2);
        }
    }

    @Test
    void drawingCastsInputsAlone() {
        try (Ops ops = Ops.open(Device.cpu(), ComputeType.BF16);
                Scope scope = Scope.open()) {
            DenoiserNetwork unet = unet(ops);
            DenoiserNetwork tld = Denoisers.fromConfig(ops, TRANSFORMER);
            tld.initialize(0);
            Autoencoder vae = autoencoder(ops);
            NDArray x = ops.array(new Noise(0, "x").normal(0, 0, 2 * 4 * 64), 2, 4, 8, 8);
            NDArray text = ops.array(new Noise(0, "text").normal(0, 0, 4 * 3 * 16), 4, 3, 16);
            NDArray label = ops.array(new Noise(0, "label").normal(0, 0, 4 * 6), 4, 6);
            Conditioned drawn = unet.conditioned(Conditioning.ofContext(text), 2);
            Conditioned transformed = tld.conditioned(Conditioning.ofPooled(label), 2);
            assertThat(drawingCasts(ops, () -> drawn.predict(x, 0.5))).isLessThanOrEqualTo(4);
            assertThat(drawingCasts(ops, () -> transformed.predict(x, 0.5))).isLessThanOrEqualTo(4);
            assertThat(drawingCasts(ops, () -> vae.decode(x))).isLessThanOrEqualTo(2);
        }
    }

    /** Of a second answer: the first one has cast the weights. */
    private static long drawingCasts(Ops ops, Supplier<NDArray> answer) {
        CastCount casts = new CastCount(ops);
        try (Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            assertThat(answer.get()).isNotNull();
            ops.watch(casts);
            assertThat(answer.get()).isNotNull();
        } finally {
            ops.watch(null);
        }
        return casts.arrays();
    }

    @Test
    void gradientsAreThoseOfFp32ButForRounding() {
        assertThat(difference(NarrowStepTest::unetGradients)).isLessThan(0.03);
        assertThat(difference(NarrowStepTest::autoencoderGradients)).isLessThan(0.05);
    }

    /** Of all gradients as one vector, relative to its length. */
    private static double difference(Function<Ops, List<float[]>> gradients) {
        List<float[]> wide = with(ComputeType.FP32, gradients);
        List<float[]> narrow = with(ComputeType.BF16, gradients);
        double difference = 0;
        double length = 0;
        for (int i = 0; i < wide.size(); i++) {
            for (int j = 0; j < wide.get(i).length; j++) {
                difference += Math.pow(narrow.get(i)[j] - wide.get(i)[j], 2);
                length += Math.pow(wide.get(i)[j], 2);
            }
        }
        return Math.sqrt(difference / length);
    }

    private static List<float[]> with(ComputeType type, Function<Ops, List<float[]>> gradients) {
        try (Ops ops = Ops.open(Device.cpu(), type);
                Scope scope = Scope.open()) {
            return gradients.apply(ops);
        }
    }

    private static List<float[]> unetGradients(Ops ops) {
        DenoiserNetwork unet = unet(ops);
        NDArray text = ops.array(new Noise(0, "text").normal(0, 0, 2 * 3 * 16), 2, 3, 16);
        NDArray x = ops.array(new Noise(0, "x").normal(0, 0, 2 * 4 * 64), 2, 4, 8, 8);
        NDArray target = ops.array(new Noise(1, "y").normal(0, 0, 2 * 4 * 64), 2, 4, 8, 8);
        NDArray time = ops.array(new float[] {100, 700}, 2);
        return gradients(
                ops,
                unet,
                () -> ops.mse(unet.forward(x, time, Conditioning.ofContext(text)), target));
    }

    private static List<float[]> autoencoderGradients(Ops ops) {
        Autoencoder vae = autoencoder(ops);
        NDArray z = ops.array(new Noise(0, "z").normal(0, 0, 2 * 4 * 64), 2, 4, 8, 8);
        NDArray target = ops.array(new Noise(0, "t").normal(0, 0, 2 * 3 * 256), 2, 3, 16, 16);
        return gradients(ops, vae, () -> ops.mse(vae.decode(z), target));
    }

    private static List<float[]> gradients(Ops ops, Module network, Supplier<NDArray> loss) {
        network.setTraining(true);
        List<float[]> values = new ArrayList<>();
        try (Gradients.Recording on = Gradients.record()) {
            for (NDArray gradient : Gradients.of(ops, loss.get(), network.trainedArrays(), false)) {
                values.add(ops.floats(gradient));
            }
        }
        return values;
    }

    private static long calls(List<KernelTimes.Line> lines, String operator) {
        return lines.stream()
                .filter(line -> line.operator().equals(operator))
                .mapToLong(KernelTimes.Line::calls)
                .sum();
    }

    private static double millions(List<KernelTimes.Line> lines, String operator) {
        return lines.stream()
                .filter(line -> line.operator().equals(operator))
                .mapToDouble(KernelTimes.Line::millions)
                .sum();
    }

    private static DenoiserNetwork unet(Ops ops) {
        return SmallNetworks.unet(ops, 8, List.of(16, 32), 4, 2);
    }

    private static Autoencoder autoencoder(Ops ops) {
        return SmallNetworks.autoencoder(ops, 16, List.of(8, 16), 4);
    }
}
