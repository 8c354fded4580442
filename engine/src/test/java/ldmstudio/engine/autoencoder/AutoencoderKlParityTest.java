package ldmstudio.engine.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Layout;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutoencoderKlParityTest {
    /** bf16 keeps 8 bits: after some 40 layers a few percent of the largest value. */
    private static final double BF16_TOLERANCE = 0.08;

    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("autoencoderkl_");
    }

    private static AutoencoderKl load(ParityFixture fixture, Ops ops) throws Exception {
        Map<String, Object> map =
                new ObjectMapper()
                        .convertValue(
                                fixture.config("model"),
                                new TypeReference<Map<String, Object>>() {});
        AutoencoderKl autoencoder = new AutoencoderKl(ops, AutoencoderKlConfig.fromMap(map));
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            autoencoder.load(weights);
        }
        return autoencoder;
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void outputsAndAllGradientsAreTheReferences(Path folder) throws Exception {
        checkValuesAndGradients(folder, OPS, false);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradientCheckpointingChangesNothing(Path folder) throws Exception {
        checkValuesAndGradients(folder, OPS, true);
    }

    /** As wide networks are trained on a processor. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void theChannelsLastChangeNothing(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.FP32, Layout.NHWC)) {
            checkValuesAndGradients(folder, ops, false);
            checkValuesAndGradients(folder, ops, true);
        }
    }

    private static void checkValuesAndGradients(Path folder, Ops ops, boolean checkpointing)
            throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                AutoencoderKl autoencoder = load(fixture, ops);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            autoencoder.setGradientCheckpointing(checkpointing);
            NDArray x = fixture.array(ops, "in.x");
            x.setRequiresGradient(true);
            NDArray moments = autoencoder.encode(x);
            fixture.check(ops, "out.moments", moments);
            fixture.check(ops, "act.quant_conv", moments);
            DiagonalGaussian posterior = DiagonalGaussian.of(ops, moments);
            fixture.check(ops, "out.mean", posterior.mean());
            fixture.check(ops, "out.logvar", posterior.logvar());
            fixture.check(ops, "out.std", posterior.std());
            NDArray z = posterior.sample(fixture.array(ops, "in.noise"));
            fixture.check(ops, "out.z", z);
            NDArray kl = posterior.kl();
            fixture.check(ops, "out.kl", kl);
            NDArray reconstruction = autoencoder.decode(z);
            fixture.check(ops, "out.recon", reconstruction);
            double klWeight = fixture.config("kl_weight").asDouble();
            NDArray loss = ops.mse(reconstruction, x).add(ops.scale(kl.mean(), klWeight));
            fixture.check(ops, "out.loss", loss);
            NDArray mode = autoencoder.decode(posterior.mode());
            fixture.check(ops, "out.mode_decode", mode);

            List<String> names = new ArrayList<>(autoencoder.parameters().keySet());
            List<NDArray> arrays = new ArrayList<>(autoencoder.trainedArrays());
            if (fixture.has("grad.in.x")) {
                names.add("in.x");
                arrays.add(x);
            }
            List<NDArray> gradients = Gradients.of(ops, loss, arrays, false);
            Map<String, NDArray> byName = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), gradients.get(i));
            }
            long expected =
                    fixture.io().names().stream().filter(n -> n.startsWith("grad.")).count();
            assertThat(fixture.checkGradients(ops, byName)).isEqualTo((int) expected);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyBlockAloneMakesTheReferencesActivation(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                AutoencoderKl autoencoder = load(fixture, OPS);
                Scope scope = Scope.open()) {
            Encoder encoder = autoencoder.encoder;
            NDArray h = encoder.convIn.forward(fixture.array(OPS, "in.x"));
            check(fixture, "act.encoder.conv_in", h);
            for (int i = 0; i < encoder.levels.size(); i++) {
                h = encoder.levels.get(i).forward(h);
                check(fixture, "act.encoder.down_blocks." + i, h);
            }
            h = encoder.mid.forward(h);
            check(fixture, "act.encoder.mid_block", h);
            check(fixture, "act.encoder.conv_norm_out", encoder.convNormOut.forward(h));
            check(fixture, "act.encoder.conv_out", encoder.convOut.forward(h, encoder.convNormOut));

            Decoder decoder = autoencoder.decoder;
            NDArray z = fixture.array(OPS, "out.z");
            NDArray y =
                    autoencoder.postQuantConv == null ? z : autoencoder.postQuantConv.forward(z);
            check(fixture, "act.post_quant_conv", y);
            y = decoder.convIn.forward(y);
            check(fixture, "act.decoder.conv_in", y);
            y = decoder.mid.forward(y);
            check(fixture, "act.decoder.mid_block", y);
            for (int i = 0; i < decoder.levels.size(); i++) {
                y = decoder.levels.get(i).forward(y);
                check(fixture, "act.decoder.up_blocks." + i, y);
            }
            fixture.check(OPS, "out.recon", decoder.convOut.forward(y, decoder.convNormOut));
        }
    }

    private static void check(ParityFixture fixture, String name, NDArray actual) {
        if (fixture.has(name)) {
            fixture.check(OPS, name, actual);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNearTheReference(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                ParityFixture fixture = ParityFixture.open(folder);
                AutoencoderKl autoencoder = load(fixture, ops);
                Scope scope = Scope.open()) {
            NDArray moments = autoencoder.encode(fixture.array(ops, "in.x"));
            fixture.check("out.moments", ops.floats(moments), BF16_TOLERANCE);
            NDArray reconstruction = autoencoder.decode(fixture.array(ops, "out.z"));
            fixture.check("out.recon", ops.floats(reconstruction), BF16_TOLERANCE);
        }
    }

    @Test
    void aPictureWithOtherChannelsIsNamed() {
        AutoencoderKlConfig config =
                AutoencoderKlConfig.fromMap(
                        Map.of("block_out_channels", List.of(8), "norm_num_groups", 4));
        try (AutoencoderKl autoencoder = new AutoencoderKl(OPS, config);
                Scope scope = Scope.open()) {
            autoencoder.initialize(1);
            assertThatThrownBy(() -> autoencoder.encode(OPS.zeros(1, 4, 8, 8)))
                    .hasMessageContaining("(B, 3, H, W)")
                    .hasMessageContaining("(1, 4, 8, 8)");
            assertThatThrownBy(() -> autoencoder.decode(OPS.zeros(1, 3, 8, 8)))
                    .hasMessageContaining("(B, 4, H, W)");
        }
    }
}
