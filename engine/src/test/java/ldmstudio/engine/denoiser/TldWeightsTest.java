package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import ldmstudio.engine.checkpoint.PrefixedSource;
import ldmstudio.engine.checkpoint.TldWeights;
import ldmstudio.engine.checkpoint.WeightFile;
import ldmstudio.engine.nn.ModuleSource;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TldWeightsTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(TldWeightsTest.class.getResource("/parity/pth_tld").toURI());
    }

    @Test
    void aTrainingsCheckpointAnswersAsItsAveragedWeights() throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder());
                WeightFile file = WeightFile.open(fixture.path("training.pth"));
                Scope scope = Scope.open()) {
            StateSource weights = TldWeights.of(file);
            TransformerDenoiserConfig config = TransformerDenoiserConfig.inferred(weights);
            assertThat(config).isEqualTo(TldFixture.config(fixture));
            try (TransformerDenoiser network = new TransformerDenoiser(OPS, config)) {
                network.load(weights);
                NDArray pred =
                        network.forward(
                                fixture.array(OPS, "in.x"),
                                TldFixture.noiseLevel(fixture, OPS, "in.noise_level"),
                                Conditioning.ofPooled(fixture.array(OPS, "in.label")));
                fixture.check(OPS, "out.pred", pred);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "model_ema.", "module.", "model_ema._orig_mod.", "model."})
    void theNetworkIsFoundUnderEveryNameThatTheProjectUses(String prefix) {
        TransformerDenoiserConfig config =
                new TransformerDenoiserConfig(12, 6, 3, 128, 0, 2, 7, 4, 6, 2, 0);
        try (TransformerDenoiser network = new TransformerDenoiser(OPS, config)) {
            network.initialize(1);
            StateSource file = new Renamed(new ModuleSource(OPS, network, "x.pth"), prefix);

            assertThat(TldWeights.in(file)).isTrue();
            assertThat(TldWeights.of(file).names()).isEqualTo(network.state().keySet());
            assertThat(TransformerDenoiserConfig.inferred(TldWeights.of(file))).isEqualTo(config);
            assertThat(TldWeights.in(new PrefixedSource(file, prefix + "fourier_feats.")))
                    .isFalse();
        }
    }

    @Test
    void anotherNetworkIsSaidToBeOne() throws IOException, URISyntaxException {
        Path other = folder().resolveSibling("unet2d_class").resolve("weights.safetensors");
        try (WeightFile file = WeightFile.open(other)) {
            assertThat(TldWeights.in(file)).isFalse();
            assertThatThrownBy(() -> TldWeights.of(file))
                    .hasMessageContaining("weights.safetensors holds no transformer denoiser")
                    .hasMessageContaining("class_embedding.weight");
        }
    }

    /** The same tensors with a prefix before every name. */
    private static final class Renamed implements StateSource {
        private final StateSource source;
        private final Map<String, String> names = new TreeMap<>();

        Renamed(StateSource source, String prefix) {
            this.source = source;
            source.names().forEach(name -> names.put(prefix + name, name));
        }

        @Override
        public String description() {
            return source.description();
        }

        @Override
        public Set<String> names() {
            return names.keySet();
        }

        @Override
        public long[] shape(String name) {
            return source.shape(names.get(name));
        }

        @Override
        public float[] floats(String name) {
            return source.floats(names.get(name));
        }
    }
}
