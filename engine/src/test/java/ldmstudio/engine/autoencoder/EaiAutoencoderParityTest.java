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

/** ExplainingAI's VAE and VQ-VAE. */
class EaiAutoencoderParityTest {
    private static final double BF16_TOLERANCE = 0.08;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> quantizing() {
        return ParityFixture.folders("eai_vqvae");
    }

    static Stream<Path> variational() {
        return ParityFixture.folders("eai_vae");
    }

    private static EaiAutoencoder load(ParityFixture fixture, Ops ops, String name)
            throws Exception {
        return (EaiAutoencoder) AutoencoderFixture.load(fixture, ops, name);
    }

    @ParameterizedTest
    @MethodSource("quantizing")
    void theVqVaesCodesLossesAndAllGradientsAreTheReferences(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                EaiAutoencoder model = load(fixture, OPS, EaiConfig.QUANTIZING);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = fixture.array(OPS, "in.x");
            x.setRequiresGradient(true);
            VectorQuantizer.Quantized quantized = model.quantizer().quantize(model.encode(x));
            AutoencoderFixture.checkIndices(fixture, "out.indices", quantized.indices());
            fixture.check(OPS, "out.z", quantized.latents());
            fixture.check(OPS, "out.codebook_loss", quantized.codebookLoss());
            fixture.check(OPS, "out.commitment_loss", quantized.commitmentLoss());
            NDArray reconstruction = model.decodeQuantized(quantized.latents());
            fixture.check(OPS, "out.recon", reconstruction);
            NDArray distance = OPS.mse(reconstruction, x);
            fixture.check(OPS, "out.recon_loss", distance);
            double weight = fixture.config("codebook_weight").asDouble(1);
            double beta = fixture.config("commitment_beta").asDouble(0.2);
            NDArray vq =
                    new QuantizerLoss(beta / weight, QuantizerLoss.Order.PAPER).of(OPS, quantized);
            NDArray loss = distance.add(OPS.scale(vq, weight));
            fixture.check(OPS, "out.loss", loss);
            AutoencoderFixture.checkAllGradients(fixture, OPS, model, loss, Map.of("in.x", x));
        }
    }

    @ParameterizedTest
    @MethodSource("quantizing")
    void everyBlockAloneMakesTheReferencesActivation(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                EaiAutoencoder model = load(fixture, OPS, EaiConfig.QUANTIZING);
                Scope scope = Scope.open()) {
            NDArray h = model.encoderConvIn.forward(fixture.array(OPS, "in.x"));
            fixture.check(OPS, "act.encoder_conv_in", h);
            for (int i = 0; i < model.encoderLayers.size(); i++) {
                h = model.encoderLayers.get(i).forward(h);
                fixture.check(OPS, "act.encoder_layers." + i, h);
            }
            for (int i = 0; i < model.encoderMids.size(); i++) {
                h = model.encoderMids.get(i).forward(h);
                fixture.check(OPS, "act.encoder_mids." + i, h);
            }
            NDArray latents = model.encode(fixture.array(OPS, "in.x"));
            fixture.check(OPS, "act.pre_quant_conv", latents);
            NDArray y =
                    model.decoderConvIn.forward(
                            model.postQuantConv.forward(fixture.array(OPS, "out.z")));
            fixture.check(OPS, "act.decoder_conv_in", y);
            for (int i = 0; i < model.decoderMids.size(); i++) {
                y = model.decoderMids.get(i).forward(y);
                fixture.check(OPS, "act.decoder_mids." + i, y);
            }
            for (int i = 0; i < model.decoderLayers.size(); i++) {
                y = model.decoderLayers.get(i).forward(y);
                fixture.check(OPS, "act.decoder_layers." + i, y);
            }
            fixture.check(OPS, "out.recon", model.decode(latents));
        }
    }

    @ParameterizedTest
    @MethodSource("variational")
    void theVaesOutputsAndAllGradientsAreTheReferences(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                EaiAutoencoder model = load(fixture, OPS, EaiConfig.VARIATIONAL);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            assertThat(model.variational()).isTrue();
            NDArray x = fixture.array(OPS, "in.x");
            x.setRequiresGradient(true);
            NDArray moments = model.encode(x);
            fixture.check(OPS, "out.encoder_output", moments);
            DiagonalGaussian posterior = DiagonalGaussian.of(OPS, moments);
            NDArray z = posterior.sample(fixture.array(OPS, "in.noise"));
            fixture.check(OPS, "out.z", z);
            NDArray kl = posterior.kl().mean();
            fixture.check(OPS, "out.kl", kl);
            NDArray reconstruction = model.decode(z);
            fixture.check(OPS, "out.recon", reconstruction);
            NDArray distance = OPS.mse(reconstruction, x);
            fixture.check(OPS, "out.recon_loss", distance);
            double weight = fixture.config("kl_weight").asDouble(5e-6);
            NDArray loss = distance.add(OPS.scale(kl, weight));
            fixture.check(OPS, "out.loss", loss);
            AutoencoderFixture.checkAllGradients(fixture, OPS, model, loss, Map.of("in.x", x));
        }
    }

    @ParameterizedTest
    @MethodSource("quantizing")
    void bf16StaysNearTheReference(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                ParityFixture fixture = ParityFixture.open(folder);
                EaiAutoencoder model = load(fixture, ops, EaiConfig.QUANTIZING);
                Scope scope = Scope.open()) {
            NDArray latents = model.encode(fixture.array(ops, "in.x"));
            fixture.check("act.pre_quant_conv", ops.floats(latents), BF16_TOLERANCE);
            NDArray z = fixture.array(ops, "out.z");
            fixture.check("out.recon", ops.floats(model.decodeQuantized(z)), BF16_TOLERANCE);
        }
    }

    @Test
    void theConfigurationIsReadAndWritten() {
        EaiConfig config =
                EaiConfig.fromMap(
                        Map.of(
                                "_class_name",
                                EaiConfig.VARIATIONAL,
                                "down_channels",
                                List.of(32, 64, 128),
                                "mid_channels",
                                List.of(128, 128),
                                "down_sample",
                                List.of(true, false),
                                "attn_down",
                                List.of(false, true),
                                "z_channels",
                                3));
        assertThat(config.factor()).isEqualTo(2);
        assertThat(EaiConfig.fromMap(config.toMap()).toMap()).isEqualTo(config.toMap());
        assertThatThrownBy(() -> EaiConfig.fromMap(Map.of("mid_channels", List.of(128, 256))))
                .hasMessageContaining("EaiVqVae: mid_channels [128, 256]")
                .hasMessageContaining("256");
        assertThatThrownBy(() -> EaiConfig.fromMap(Map.of("num_heads", 7)))
                .hasMessageContaining("num_heads is 7");
        assertThatThrownBy(() -> EaiConfig.fromMap(Map.of("stylish", true)))
                .hasMessageContaining("not understood: [stylish]");
    }

    @Test
    void anUnknownClassIsRefusedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> Autoencoders.fromConfig(OPS, Map.of("_class_name", "VQGAN")))
                .hasMessageContaining("VQGAN")
                .hasMessageContaining("AutoencoderKL, VQModel, EaiVae, EaiVqVae");
    }
}
