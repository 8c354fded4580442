package ldmstudio.engine.denoiser;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Ops;

/** Reads what the fixtures of the transformer denoiser have in common. */
public final class TldFixture {
    private TldFixture() {}

    /** The network's shape. */
    public static TransformerDenoiserConfig config(ParityFixture fixture) {
        Map<String, Object> map =
                new ObjectMapper()
                        .convertValue(
                                fixture.config("model"),
                                new TypeReference<Map<String, Object>>() {});
        return TransformerDenoiserConfig.fromMap(map);
    }

    /** The network with the fixture's weights. */
    public static TransformerDenoiser network(ParityFixture fixture, Ops ops) throws IOException {
        TransformerDenoiser network = new TransformerDenoiser(ops, config(fixture));
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            network.load(weights);
        }
        return network;
    }

    /** A noise level for each sample, {@code (B)}, from a tensor {@code (B, 1)}. */
    public static NDArray noiseLevel(ParityFixture fixture, Ops ops, String name) {
        float[] values = fixture.io().floats(name);
        return ops.array(values, values.length);
    }
}
