package ldmstudio.engine.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.EaiUNetConfig;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EaiUNetTest {
    private static final Ops OPS = Ops.cpu();
    private static final ConditionNeeds ALL = new ConditionNeeds(4, 5, 9, 2, false);

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static EaiUNetConfig config() {
        return new EaiUNetConfig(
                0,
                0,
                List.of(4, 8, 12),
                List.of(12, 8),
                List.of(true, false),
                List.of(false, true),
                6,
                2,
                2,
                4,
                1,
                1,
                1,
                3);
    }

    private static EaiUNet network(ConditionNeeds told) {
        EaiUNet network = new EaiUNet(OPS, EaiUNetShape.of(config(), 3, 8, told));
        network.initialize(1);
        return network;
    }

    private static NDArray numbers(double first, long... shape) {
        int count = 1;
        for (long each : shape) {
            count *= (int) each;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(first + 0.7 * i);
        }
        return OPS.array(values, shape);
    }

    private static Conditioning told(long... labels) {
        int batch = labels.length;
        return Conditioning.ofClasses(OPS.array(labels, batch))
                .withContext(numbers(1, batch, 3, 5))
                .withImage(numbers(2, batch, 2, 16, 16));
    }

    private static float[] predict(EaiUNet network, Conditioning condition) {
        NDArray x = numbers(0, 1, 3, 8, 8);
        return OPS.floats(network.forward(x, OPS.array(new float[] {10}, 1), condition));
    }

    @Test
    void everyConditionChangesThePrediction() {
        try (Scope scope = Scope.open();
                EaiUNet network = network(ALL)) {
            float[] plain = predict(network, told(1));
            assertThat(plain).hasSize(3 * 8 * 8);
            assertThat(predict(network, told(2))).isNotEqualTo(plain);
            assertThat(predict(network, told(1).withContext(numbers(5, 1, 3, 5))))
                    .isNotEqualTo(plain);
            assertThat(predict(network, told(1).withImage(numbers(5, 1, 2, 16, 16))))
                    .isNotEqualTo(plain);
        }
    }

    @Test
    void aHiddenClassIsARowOfZeros() {
        try (Scope scope = Scope.open();
                EaiUNet network = network(ALL)) {
            float[] hidden = predict(network, told(3));
            network.parameters().forEach(EaiUNetTest::zeroTheClasses);
            assertThat(predict(network, told(0))).isEqualTo(hidden);
        }
    }

    private static void zeroTheClasses(String name, ldmstudio.engine.nn.Parameter parameter) {
        if (name.startsWith("class_emb")) {
            parameter.set(new float[(int) parameter.shape().size()]);
        }
    }

    @Test
    void aMaskOfTheSamplesSizeIsTakenAsTheLargeOneWouldBe() {
        try (Scope scope = Scope.open();
                EaiUNet network = network(ALL)) {
            NDArray large = numbers(2, 1, 2, 16, 16);
            NDArray small = OPS.upsampleNearest(large, 8, 8);
            assertThat(predict(network, told(1).withImage(small)))
                    .isEqualTo(predict(network, told(1).withImage(large)));
        }
    }

    @Test
    void aWrongMaskIsRefusedWithBothSizes() {
        try (Scope scope = Scope.open();
                EaiUNet network = network(ALL)) {
            assertThatThrownBy(() -> predict(network, told(1).withImage(numbers(2, 1, 2, 12, 16))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("16 x 12")
                    .hasMessageContaining("8 x 8");
            assertThatThrownBy(() -> predict(network, told(1).withImage(numbers(2, 1, 3, 8, 8))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mask");
        }
    }

    @Test
    void wrongAndMissingConditionsAreNamed() {
        try (Scope scope = Scope.open();
                EaiUNet network = network(ALL)) {
            assertThatThrownBy(() -> predict(network, told(4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("label is 4")
                    .hasMessageContaining("0 to 2");
            assertThatThrownBy(() -> predict(network, told(1).withContext(null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("context");
            assertThatThrownBy(() -> predict(network(ConditionNeeds.NONE), told(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class labels");
        }
    }

    @Test
    void aSizeThatCannotBeHalvedIsRefused() {
        try (Scope scope = Scope.open();
                EaiUNet network = network(ConditionNeeds.NONE)) {
            NDArray odd = numbers(0, 1, 3, 8, 7);
            NDArray time = OPS.array(new float[] {1}, 1);
            assertThatThrownBy(() -> network.forward(odd, time, Conditioning.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("multiples of 2");
        }
    }

    @Test
    void theConfigurationMakesTheSameNetworkAgain() {
        for (ConditionNeeds told :
                List.of(ALL, ConditionNeeds.NONE, new ConditionNeeds(0, 0, 0, 1, false))) {
            try (EaiUNet network = network(told);
                    DenoiserNetwork again = Denoisers.fromConfig(OPS, network.configMap())) {
                assertThat(again.configMap()).isEqualTo(network.configMap());
                assertThat(again.needs()).isEqualTo(network.needs());
                assertThat(again.parameters().keySet()).isEqualTo(network.parameters().keySet());
            }
        }
    }

    @Test
    void aWrongShapeIsRefusedByItsKey() {
        Map<String, Object> good = EaiUNetShape.of(config(), 3, 8, ALL).toMap();
        Map<String, Object> wrong =
                Map.of(
                        "mid_channels", List.of(12, 4),
                        "down_sample", List.of(true),
                        "time_emb_dim", 5,
                        "condition_config", Map.of("condition_types", List.of("pose")),
                        "dropout", 0.1);
        wrong.forEach(
                (key, value) -> {
                    Map<String, Object> map = new LinkedHashMap<>(good);
                    map.put(key, value);
                    assertThatThrownBy(() -> EaiUNetShape.fromMap(map))
                            .as(key)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining(
                                    key.equals("condition_config") ? "condition_types" : key);
                });
    }
}
