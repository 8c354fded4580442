package ldmstudio.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StateMismatchTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private record Shaped(Map<String, long[]> shapes, String seemsToBe) implements StateSource {
        @Override
        public String description() {
            return "some.pth";
        }

        @Override
        public Set<String> names() {
            return shapes.keySet();
        }

        @Override
        public long[] shape(String name) {
            return shapes.get(name);
        }

        @Override
        public float[] floats(String name) {
            return new float[(int) Arrays.stream(shapes.get(name)).reduce(1, (a, b) -> a * b)];
        }
    }

    private static void refused(Map<String, long[]> shapes, String seems, String... words) {
        try (Linear linear = new Linear(OPS, 3, 2)) {
            linear.initialize(1);
            float[] before = OPS.floats(linear.state().get("weight").array());
            var thrown =
                    assertThatThrownBy(() -> linear.load(new Shaped(new TreeMap<>(shapes), seems)))
                            .isInstanceOf(StateMismatchException.class)
                            .hasMessageContaining("some.pth does not fit this network, Linear");
            for (String word : words) {
                thrown.hasMessageContaining(word);
            }
            assertThat(OPS.floats(linear.state().get("weight").array())).isEqualTo(before);
        }
    }

    @Test
    void theFileIsNamedForWhatItIs() {
        refused(
                Map.of("lin0.weight", new long[] {1}),
                "a LoRA",
                "It seems to be a LoRA.",
                "Not one name agrees",
                "Missing (2): weight, bias.",
                "Unexpected (1): lin0.weight.");
    }

    @Test
    void weightsInsideAnotherNetworkAreRecognised() {
        refused(
                Map.of("module.weight", new long[] {2, 3}, "module.bias", new long[] {2}),
                "",
                "behind 'module.'");
    }

    @Test
    void otherSizesPointToTheConfiguration() {
        refused(
                Map.of("weight", new long[] {2, 4}, "bias", new long[] {2}),
                "",
                "weight is [2, 4], expected [2, 3]",
                "configuration is another model's");
    }
}
