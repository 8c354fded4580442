package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
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
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiTParityTest {
    /** bf16 keeps 8 bits, and every layer of a few blocks rounds once. */
    private static final double BF16_TOLERANCE = 0.04;

    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    /** Those of the given folder; it need not hold any, then the test resources' serve. */
    static Stream<Path> fixtures() throws IOException, URISyntaxException {
        String given = System.getProperty("parity.dir", "");
        if (!given.isBlank()) {
            List<Path> found = named(Path.of(given));
            if (!found.isEmpty()) {
                return found.stream();
            }
        }
        return named(Path.of(DiTParityTest.class.getResource("/parity").toURI())).stream();
    }

    private static List<Path> named(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(p -> p.getFileName().toString().startsWith("dit_")).sorted().toList();
        }
    }

    private static DiTTransformer network(ParityFixture fixture, Ops ops) throws IOException {
        Map<String, Object> map =
                new ObjectMapper()
                        .convertValue(
                                fixture.config("model"),
                                new TypeReference<Map<String, Object>>() {});
        DiTTransformer network = new DiTTransformer(ops, DiTTransformerConfig.fromMap(map));
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            network.load(weights);
        }
        return network;
    }

    private static NDArray timestep(ParityFixture fixture, Ops ops) {
        return fixture.array(ops, "in.t");
    }

    private static Conditioning classes(ParityFixture fixture, Ops ops) {
        return Conditioning.ofClasses(fixture.longArray(ops, "in.y"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void outputsAndAllGradientsAreTheReferences(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                DiTTransformer network = network(fixture, OPS);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = fixture.array(OPS, "in.x");
            x.setRequiresGradient(true);
            NDArray out = network.forward(x, timestep(fixture, OPS), classes(fixture, OPS));
            fixture.check(OPS, "out.pred", out);
            NDArray loss = OPS.mse(out, fixture.array(OPS, "in.target"));
            fixture.check(OPS, "out.loss", loss);
            List<String> names = new ArrayList<>(network.parameters().keySet());
            List<NDArray> arrays = new ArrayList<>(network.trainedArrays());
            names.add("in.x");
            arrays.add(x);
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
    void everyPartMakesTheReferencesActivation(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                DiTTransformer network = network(fixture, OPS);
                Scope scope = Scope.open()) {
            NDArray time = network.time(timestep(fixture, OPS));
            check(fixture, "act.t_embedder", time);
            NDArray classes = network.classes.forward(fixture.longArray(OPS, "in.y"));
            check(fixture, "act.y_embedder", classes);
            NDArray condition = time.add(classes);
            NDArray h = network.embed(fixture.array(OPS, "in.x"));
            check(fixture, "act.x_embedder", h);
            h = h.add(network.position());
            for (int i = 0; i < network.blocks.size(); i++) {
                h = network.blocks.get(i).forward(h, condition);
                check(fixture, "act.blocks." + i, h);
            }
            check(fixture, "act.final_layer", network.last(h, condition));
            NDArray all =
                    network.all(
                            fixture.array(OPS, "in.x"),
                            timestep(fixture, OPS),
                            classes(fixture, OPS));
            check(fixture, "out.full", all);
        }
    }

    private static void check(ParityFixture fixture, String name, NDArray actual) {
        if (fixture.has(name)) {
            fixture.check(OPS, name, actual);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void freshPositionsAreTheReferences(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                DiTTransformer network = network(fixture, OPS);
                SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            DiTTransformerConfig config = network.config();

            assertThat(
                            DiTTransformer.positions(
                                    config.inputSize() / config.patchSize(), config.hiddenSize()))
                    .containsExactly(
                            weights.floats("pos_embed"),
                            org.assertj.core.api.Assertions.within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNearTheReference(Path folder) throws IOException {
        try (ParityFixture fixture = ParityFixture.open(folder);
                Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                DiTTransformer network = network(fixture, ops);
                Scope scope = Scope.open()) {
            NDArray out =
                    network.forward(
                            fixture.array(ops, "in.x"),
                            timestep(fixture, ops),
                            classes(fixture, ops));
            fixture.check("out.pred", ops.floats(out), BF16_TOLERANCE);
        }
    }

    @Test
    void aFreshNetworkAnswersZeroAndWithoutClassesIsToldNone() {
        DiTTransformerConfig config =
                new DiTTransformerConfig(8, 2, 4, 16, 2, 2, 4, 0.1, 0, false, 0);
        try (DiTTransformer network = new DiTTransformer(OPS, config);
                Scope scope = Scope.open()) {
            network.initialize(3);
            assertThat(network.needs()).isEqualTo(ConditionNeeds.NONE);
            NDArray out = network.forward(OPS.ones(2, 4, 8, 8), OPS.ones(2), Conditioning.NONE);
            assertThat(OPS.floats(out)).containsOnly(0);
        }
        assertThat(DiTTransformerConfig.fromMap(config.toMap())).isEqualTo(config);
    }
}
