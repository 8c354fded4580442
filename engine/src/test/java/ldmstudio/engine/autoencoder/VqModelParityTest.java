package ldmstudio.engine.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** diffusers' VQModel: codes, straight-through gradient, losses. */
class VqModelParityTest {
    private static final double BF16_TOLERANCE = 0.08;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("vqmodel");
    }

    private static VqModel load(ParityFixture fixture, Ops ops) throws Exception {
        return (VqModel) AutoencoderFixture.load(fixture, ops, VqModelConfig.CLASS_NAME);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void codesLossesAndAllGradientsAreTheReferences(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                VqModel model = load(fixture, OPS);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = fixture.array(OPS, "in.x");
            x.setRequiresGradient(true);
            NDArray latents = model.encode(x);
            fixture.check(OPS, "out.latents", latents);
            VectorQuantizer.Quantized quantized = model.quantizer().quantize(latents);
            AutoencoderFixture.checkIndices(fixture, "out.indices", quantized.indices());
            fixture.check(OPS, "out.z_q_straight_through", quantized.latents());
            fixture.check(OPS, "out.codebook_term", quantized.codebookLoss());
            fixture.check(OPS, "out.commit_term", quantized.commitmentLoss());
            double beta = fixture.config("beta").asDouble(0.25);
            NDArray vq =
                    new QuantizerLoss(
                                    beta,
                                    fixture.config("legacy").asBoolean(true)
                                            ? QuantizerLoss.Order.LEGACY
                                            : QuantizerLoss.Order.PAPER)
                            .of(OPS, quantized);
            fixture.check(OPS, "out.vq_loss", vq);
            NDArray reconstruction = model.decodeQuantized(quantized.latents());
            fixture.check(OPS, "out.recon", reconstruction);
            double weight = fixture.config("vq_weight").asDouble(1);
            NDArray loss = OPS.mse(reconstruction, x).add(OPS.scale(vq, weight));
            fixture.check(OPS, "out.loss", loss);
            AutoencoderFixture.checkAllGradients(fixture, OPS, model, loss, Map.of("in.x", x));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyPartAloneMakesTheReferencesActivation(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                VqModel model = load(fixture, OPS);
                Scope scope = Scope.open()) {
            NDArray latents = model.encode(fixture.array(OPS, "in.x"));
            check(fixture, "act.quant_conv", latents);
            NDArray indices = model.quantizer().indices(latents);
            NDArray codes = model.quantizer().codes(indices);
            assertThat(OPS.floats(model.quantizer().nearest(latents))).isEqualTo(OPS.floats(codes));
            NDArray y = model.postQuantConv.forward(codes);
            check(fixture, "act.post_quant_conv", y);
            check(fixture, "out.codebook_entry_decode", y);
            y = model.decoder.convIn.forward(y);
            check(fixture, "act.decoder.conv_in", y);
            check(fixture, "act.decoder.mid_block", model.decoder.mid.forward(y));
            fixture.check(OPS, "out.recon", model.decode(latents));
        }
    }

    private static void check(ParityFixture fixture, String name, NDArray actual) {
        if (fixture.has(name)) {
            fixture.check(OPS, name, actual);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNearTheReferenceAndItsDistancesAreFp32(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                ParityFixture fixture = ParityFixture.open(folder);
                VqModel model = load(fixture, ops);
                Scope scope = Scope.open()) {
            NDArray latents = model.encode(fixture.array(ops, "in.x"));
            fixture.check("out.latents", ops.floats(latents), BF16_TOLERANCE);
            // From the reference's latents, so that a rounded latent does not choose another code.
            NDArray exact = fixture.array(ops, "out.latents");
            AutoencoderFixture.checkIndices(
                    fixture, "out.indices", model.quantizer().indices(exact));
            fixture.check("out.recon", ops.floats(model.decode(exact)), BF16_TOLERANCE);
        }
    }

    @Test
    void theConfigurationIsReadAndWrittenWithTheReferencesDefaults() {
        VqModelConfig defaults = VqModelConfig.fromMap(Map.of());
        assertThat(defaults.levels().latentChannels()).isEqualTo(3);
        assertThat(defaults.codebookSize()).isEqualTo(256);
        assertThat(defaults.vqEmbedDim()).isEqualTo(3);
        assertThat(VqModelConfig.fromMap(defaults.toMap())).isEqualTo(defaults);
        assertThatThrownBy(() -> VqModelConfig.fromMap(Map.of("norm_type", "spatial")))
                .hasMessageContaining("VQModel: norm_type is spatial, supported is [group]");
    }

    @Test
    void aLatentOfAnotherWidthIsNamed() {
        VqModelConfig config =
                VqModelConfig.fromMap(
                        Map.of(
                                "block_out_channels",
                                List.of(8),
                                "norm_num_groups",
                                4,
                                "vq_embed_dim",
                                2));
        try (VqModel model = new VqModel(OPS, config);
                Scope scope = Scope.open()) {
            model.initialize(1);
            assertThat(model.latentChannels()).isEqualTo(2);
            assertThatThrownBy(() -> model.decode(OPS.zeros(1, 3, 8, 8)))
                    .hasMessageContaining("(B, 2, H, W)")
                    .hasMessageContaining("(1, 3, 8, 8)");
        }
    }
}
