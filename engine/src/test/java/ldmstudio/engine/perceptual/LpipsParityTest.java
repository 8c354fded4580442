package ldmstudio.engine.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LpipsParityTest {
    private static final double BF16_TOLERANCE = 0.05;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static Lpips small(ParityFixture fixture, Ops ops) throws Exception {
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            return Lpips.open(ops, weights, weights);
        }
    }

    @Test
    void aSmallNetworkMakesTheReferencesDistancesAndGradients() throws Exception {
        try (ParityFixture fixture = ParityFixture.open("lpips_vgg_small");
                Lpips lpips = small(fixture, OPS)) {
            checkAll(fixture, lpips);
            lpips.setGradientCheckpointing(true);
            checkAll(fixture, lpips);
        }
    }

    @Test
    void theFullNetworkMakesTheReferencesDistancesAndGradients() throws Exception {
        try (ParityFixture fixture = ParityFixture.open("lpips_vgg_full");
                SafetensorsFile lin = fixture.weights("lin_weights.safetensors");
                Lpips lpips = Lpips.open(OPS, new RecipeWeights(fixture), lin)) {
            checkAll(fixture, lpips);
        }
    }

    private static void checkAll(ParityFixture fixture, Lpips lpips) {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x0 = fixture.array(OPS, "in.x0");
            NDArray x1 = fixture.array(OPS, "in.x1");
            NDArray x2 = fixture.array(OPS, "in.x2");
            x0.setRequiresGradient(true);
            x1.setRequiresGradient(true);
            NDArray distance = lpips.distance(x0, x1);
            fixture.check(OPS, "out.dist", distance);
            if (fixture.has("out.dist_pip_lpips")) {
                fixture.check(OPS, "out.dist_pip_lpips", distance);
            }
            fixture.check(OPS, "out.per_layer", lpips.perLayer(x0, x1));
            fixture.check(OPS, "out.dist_same", lpips.distance(x0, x0));
            fixture.check(OPS, "out.dist_02", lpips.distance(x0, x2));
            List<NDArray> features = lpips.features(x0);
            fixture.check(OPS, "act.relu5_3", features.get(4));
            List<String> names = List.of("relu1_2", "relu2_2", "relu3_3", "relu4_3", "relu5_3");
            for (int k = 0; k < names.size(); k++) {
                fixture.check(
                        OPS,
                        "act.mean." + names.get(k),
                        features.get(k).mean(new int[] {3}).mean(new int[] {2}));
            }
            NDArray loss = distance.mean();
            fixture.check(OPS, "out.loss", loss);
            List<NDArray> gradients = Gradients.of(OPS, loss, List.of(x0, x1), false);
            Map<String, NDArray> byName = new LinkedHashMap<>();
            byName.put("in.x0", gradients.get(0));
            byName.put("in.x1", gradients.get(1));
            assertThat(fixture.checkGradients(OPS, byName)).isGreaterThan(0);
            assertThat(lpips.parameters()).isEmpty();
        }
    }

    @Test
    void bf16StaysNearTheReference() throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                ParityFixture fixture = ParityFixture.open("lpips_vgg_small");
                Lpips lpips = small(fixture, ops);
                Scope scope = Scope.open()) {
            NDArray distance =
                    lpips.distance(fixture.array(ops, "in.x0"), fixture.array(ops, "in.x1"));
            fixture.check("out.dist", ops.floats(distance), BF16_TOLERANCE);
        }
    }

    @Test
    void torchvisionsNamesAreUnderstoodAndMissingLinWeightsAreOnes() throws Exception {
        try (ParityFixture fixture = ParityFixture.open("lpips_vgg_small");
                SafetensorsFile weights = fixture.weights("weights.safetensors");
                Lpips expected = Lpips.open(OPS, weights, weights);
                Lpips renamed = Lpips.open(OPS, new TorchvisionNames(weights), weights);
                Lpips ones = Lpips.open(OPS, weights, null);
                Scope scope = Scope.open()) {
            NDArray x0 = fixture.array(OPS, "in.x0");
            NDArray x1 = fixture.array(OPS, "in.x1");
            float[] distance = OPS.floats(expected.distance(x0, x1));
            assertThat(OPS.floats(renamed.distance(x0, x1))).isEqualTo(distance);
            // The fixture's lin weights are below 1.
            assertThat(OPS.floats(ones.distance(x0, x1))[0]).isGreaterThan(distance[0]);
        }
    }

    @Test
    void aPictureOfAnotherShapeIsNamed() throws Exception {
        try (ParityFixture fixture = ParityFixture.open("lpips_vgg_small");
                Lpips lpips = small(fixture, OPS);
                Scope scope = Scope.open()) {
            assertThatThrownBy(() -> lpips.distance(OPS.zeros(1, 3, 8, 8), OPS.zeros(1, 3, 8, 8)))
                    .hasMessageContaining("at least 16");
            assertThatThrownBy(
                            () -> lpips.distance(OPS.zeros(1, 3, 16, 16), OPS.zeros(1, 3, 32, 32)))
                    .hasMessageContaining("one shape");
        }
    }

    /** Weights by the fixture's hash recipe, checked against the digests in its config.json. */
    private static final class RecipeWeights implements StateSource {
        private final Map<String, float[]> values = new LinkedHashMap<>();
        private final Map<String, long[]> shapes = new LinkedHashMap<>();

        RecipeWeights(ParityFixture fixture) throws Exception {
            JsonNode recipe = fixture.root("vgg_recipe");
            long seed = recipe.path("seed").asLong();
            JsonNode tensors =
                    recipe.path(
                            "tensors_in_order_k_[name,shape,scale,"
                                    + "sha256_16_of_float32_LE_bytes]");
            assertThat(tensors.size()).isEqualTo(26);
            for (int k = 0; k < tensors.size(); k++) {
                JsonNode tensor = tensors.get(k);
                long[] shape = new long[tensor.get(1).size()];
                int size = 1;
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = tensor.get(1).get(i).asLong();
                    size *= (int) shape[i];
                }
                float[] numbers = numbers(seed, k, size, (float) tensor.get(2).asDouble());
                assertThat(digest(numbers)).isEqualTo(tensor.get(3).asText());
                String name = tensor.get(0).asText();
                values.put(name, numbers);
                shapes.put(name, shape);
            }
        }

        private static float[] numbers(long seed, long k, int size, float scale) {
            float[] numbers = new float[size];
            for (int j = 0; j < size; j++) {
                long z = seed + (k << 32) + j + 0x9E3779B97F4A7C15L;
                z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
                z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
                z ^= z >>> 31;
                numbers[j] = (float) ((z >>> 40) * 0x1p-23 - 1) * scale;
            }
            return numbers;
        }

        private static String digest(float[] numbers) throws Exception {
            ByteBuffer bytes =
                    ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(numbers);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(hash).substring(0, 16);
        }

        @Override
        public String description() {
            return "the fixture's recipe";
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }

        @Override
        public long[] shape(String name) {
            return shapes.get(name);
        }

        @Override
        public float[] floats(String name) {
            return values.get(name);
        }
    }

    /** The same file under the names of torchvision's vgg16, with its classifier beside. */
    private record TorchvisionNames(SafetensorsFile file) implements StateSource {
        @Override
        public String description() {
            return file.description();
        }

        @Override
        public Set<String> names() {
            Set<String> names = new java.util.TreeSet<>(Set.of("classifier.0.weight"));
            for (String name : file.names()) {
                if (name.startsWith("net.slice")) {
                    names.add("features." + name.substring("net.slice1.".length()));
                }
            }
            return names;
        }

        private String original(String name) {
            String tail = name.substring("features.".length());
            return file.names().stream()
                    .filter(n -> n.matches("net\\.slice\\d\\." + tail.replace(".", "\\.")))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public long[] shape(String name) {
            return file.shape(original(name));
        }

        @Override
        public float[] floats(String name) {
            return file.floats(original(name));
        }
    }
}
