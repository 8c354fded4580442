package ldmstudio.engine.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;

/** What the parity tests of the autoencoders have in common. */
final class AutoencoderFixture {
    private AutoencoderFixture() {}

    /** The network of the fixture's {@code model}, with its weights. */
    static Autoencoder load(ParityFixture fixture, Ops ops, String className) throws Exception {
        Map<String, Object> map =
                new LinkedHashMap<>(
                        new ObjectMapper()
                                .convertValue(
                                        fixture.config("model"),
                                        new TypeReference<Map<String, Object>>() {}));
        map.put("_class_name", className);
        if (fixture.config("im_channels").isInt()) {
            map.put("im_channels", fixture.config("im_channels").asInt());
        }
        Autoencoder autoencoder = Autoencoders.fromConfig(ops, map);
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            autoencoder.load(weights);
        }
        return autoencoder;
    }

    static void checkIndices(ParityFixture fixture, String name, NDArray indices) {
        assertThat(indices.toLongArray()).as(name).isEqualTo(fixture.io().longs(name));
    }

    /** All gradients that the fixture holds, and that it holds no other. */
    static void checkAllGradients(
            ParityFixture fixture,
            Ops ops,
            Module network,
            NDArray loss,
            Map<String, NDArray> inputs) {
        List<String> names = new ArrayList<>(network.parameters().keySet());
        List<NDArray> arrays = new ArrayList<>(network.trainedArrays());
        inputs.forEach(
                (name, array) -> {
                    if (fixture.has("grad." + name)) {
                        names.add(name);
                        arrays.add(array);
                    }
                });
        List<NDArray> gradients = Gradients.of(ops, loss, arrays, false);
        Map<String, NDArray> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byName.put(names.get(i), gradients.get(i));
        }
        long expected = fixture.io().names().stream().filter(n -> n.startsWith("grad.")).count();
        assertThat(fixture.checkGradients(ops, byName)).isEqualTo((int) expected);
    }
}
