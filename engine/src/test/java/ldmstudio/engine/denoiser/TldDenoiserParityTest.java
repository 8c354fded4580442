package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TldDenoiserParityTest {
    /** bf16 keeps 8 bits, and every layer of a few blocks rounds once. */
    private static final double BF16_TOLERANCE = 0.04;

    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("tld_denoiser");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void outputsAndAllGradientsAreTheReferences(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                TransformerDenoiser network = TldFixture.network(fixture, OPS);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            inputs.put("in.x", fixture.array(OPS, "in.x"));
            inputs.put("in.noise_level", TldFixture.noiseLevel(fixture, OPS, "in.noise_level"));
            inputs.put("in.label", fixture.array(OPS, "in.label"));
            inputs.values().forEach(x -> x.setRequiresGradient(true));
            NDArray out =
                    network.forward(
                            inputs.get("in.x"),
                            inputs.get("in.noise_level"),
                            Conditioning.NONE.withPooled(inputs.get("in.label")));
            fixture.check(OPS, "out.pred", out);
            NDArray loss = OPS.mse(out, fixture.array(OPS, "in.target"));
            fixture.check(OPS, "out.loss", loss);
            List<String> names = new ArrayList<>(network.parameters().keySet());
            List<NDArray> arrays = new ArrayList<>(network.trainedArrays());
            names.addAll(inputs.keySet());
            arrays.addAll(inputs.values());
            List<NDArray> gradients = Gradients.of(OPS, loss, arrays, false);
            Map<String, NDArray> byName = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), gradients.get(i));
            }
            long expected =
                    fixture.io().names().stream().filter(n -> n.startsWith("grad.")).count();
            assertThat(fixture.checkGradients(OPS, byName)).isEqualTo((int) expected);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyBlockMakesTheReferencesActivation(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                TransformerDenoiser network = TldFixture.network(fixture, OPS);
                Scope scope = Scope.open()) {
            NDArray level = TldFixture.noiseLevel(fixture, OPS, "in.noise_level");
            NDArray label = fixture.array(OPS, "in.label");
            check(fixture, "act.fourier_feats.0", network.noiseCode.forward(level));
            check(fixture, "act.fourier_feats", network.noise(level));
            check(fixture, "act.label_proj", network.labelProjection.forward(label));
            NDArray condition = network.conditionTokens(level, label);
            check(fixture, "act.norm", condition);
            NDArray h = network.embed(fixture.array(OPS, "in.x"));
            String body = "act.denoiser_trans_block.";
            check(fixture, body + "patchify_and_embed", h);
            h = h.add(network.position());
            for (int i = 0; i < network.blocks.size(); i++) {
                h = network.blocks.get(i).forward(h, condition, network.config().grid());
                check(fixture, body + "decoder_blocks." + i, h);
            }
        }
    }

    private static void check(ParityFixture fixture, String name, NDArray actual) {
        if (fixture.has(name)) {
            fixture.check(OPS, name, actual);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNearTheReference(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                TransformerDenoiser network = TldFixture.network(fixture, ops);
                Scope scope = Scope.open()) {
            NDArray out =
                    network.forward(
                            fixture.array(ops, "in.x"),
                            TldFixture.noiseLevel(fixture, ops, "in.noise_level"),
                            Conditioning.NONE.withPooled(fixture.array(ops, "in.label")));
            fixture.check("out.pred", ops.floats(out), BF16_TOLERANCE);
        }
    }
}
