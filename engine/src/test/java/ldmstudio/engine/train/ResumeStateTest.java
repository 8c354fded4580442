package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ResumeStateTest {
    private static final Ops OPS = Ops.cpu();
    private static final Noise NOISE = new Noise(3, "resume");

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void aRestoredOptimizerAndAverageContinueBitForBit() {
        Map<String, float[]> saved = new HashMap<>();
        float[] straight;
        float[] straightAverage;
        try (OneVector network = new OneVector(OPS, NOISE.normal(0, 0, 7));
                AdamW adamw = adamw(network);
                Ema ema = ema(network)) {
            walk(network, adamw, ema, 0, 5);
            adamw.state().forEach((name, array) -> saved.put(name, OPS.floats(array)));
            ema.state().forEach((name, array) -> saved.put(name, OPS.floats(array)));
            saved.put("w", OPS.floats(network.w()));
            walk(network, adamw, ema, 5, 10);
            straight = OPS.floats(network.w());
            straightAverage = OPS.floats(ema.weights().get("w"));
        }
        assertThat(saved).containsOnlyKeys("exp_avg.w", "exp_avg_sq.w", "ema.w", "w");
        try (OneVector network = new OneVector(OPS, saved.get("w"));
                AdamW adamw = adamw(network);
                Ema ema = ema(network)) {
            adamw.restore(source(saved), 5);
            ema.restore(source(saved), 5);
            walk(network, adamw, ema, 5, 10);
            assertThat(OPS.floats(network.w())).containsExactly(straight);
            assertThat(OPS.floats(ema.weights().get("w"))).containsExactly(straightAverage);
            assertThat(adamw.steps()).isEqualTo(10);
        }
    }

    @Test
    void aStateThatDoesNotFitIsRefusedByNameAndChangesNothing() {
        try (OneVector network = new OneVector(OPS, 1, 2);
                AdamW adamw = adamw(network);
                Scope scope = Scope.open()) {
            adamw.step(List.of(OPS.ones(2)), 0.1);
            float[] before = OPS.floats(adamw.state().get("exp_avg.w"));
            Map<String, float[]> other = Map.of("exp_avg.w", new float[3]);
            assertThatThrownBy(() -> adamw.restore(source(other), 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("exp_avg.w")
                    .hasMessageContaining("exp_avg_sq.w is missing");
            assertThat(OPS.floats(adamw.state().get("exp_avg.w"))).containsExactly(before);
            assertThat(adamw.steps()).isEqualTo(1);
        }
    }

    @Test
    void averagedWeightsTakeThePlaceOfTheTrainedOnesAndGiveItBack() {
        try (OneVector network = new OneVector(OPS, 1, 2);
                Ema ema = ema(network)) {
            NDArray trained = network.w();
            network.set(new float[] {3, 4});
            try (Ema.Applied averaged = ema.apply()) {
                assertThat(OPS.floats(network.w())).containsExactly(1, 2);
                assertThatThrownBy(ema::update).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(ema::weights).isInstanceOf(IllegalStateException.class);
            }
            assertThat(network.w()).isSameAs(trained);
            assertThat(OPS.floats(network.w())).containsExactly(3, 4);
            assertThat(OPS.floats(ema.weights().get("w"))).containsExactly(1, 2);
        }
    }

    @Test
    void aNormThatIsNotFiniteIsReportedAndNothingIsScaled() {
        try (Scope scope = Scope.open()) {
            NDArray broken = OPS.array(new float[] {1, Float.NaN}, 2);
            NDArray whole = OPS.array(new float[] {30, 40}, 2);
            assertThat(GradientClipping.clip(OPS, List.of(broken, whole), 1)).isNaN();
            assertThat(OPS.floats(whole)).containsExactly(30, 40);
            assertThat(GradientClipping.clip(OPS, List.of(whole), 0)).isEqualTo(50);
            assertThat(OPS.floats(whole)).containsExactly(30, 40);
        }
    }

    @Test
    void aThousandStepsLeaveNoArrayBehind() {
        try (OneVector network = new OneVector(OPS, 1, 2, 3);
                AdamW adamw = adamw(network);
                Ema ema = ema(network)) {
            int before = OPS.liveArrays();
            walk(network, adamw, ema, 0, 1000);
            assertThat(OPS.liveArrays()).isEqualTo(before);
        }
    }

    private static AdamW adamw(OneVector network) {
        return new AdamW(OPS, network.parameters(), AdamW.Options.defaults());
    }

    private static Ema ema(OneVector network) {
        return new Ema(OPS, network.parameters(), EmaDecay.Diffusers.of(0.9));
    }

    private static void walk(OneVector network, AdamW adamw, Ema ema, int from, int to) {
        int size = Math.toIntExact(network.parameterCount());
        for (int step = from; step < to; step++) {
            try (Scope scope = Scope.open()) {
                NDArray gradient = OPS.array(NOISE.normal(step, 1, size), size);
                GradientClipping.clip(OPS, List.of(gradient), 1);
                adamw.step(List.of(gradient), 0.01);
                ema.update();
            }
        }
    }

    private static StateSource source(Map<String, float[]> tensors) {
        return new StateSource() {
            @Override
            public String description() {
                return "a map";
            }

            @Override
            public Set<String> names() {
                return tensors.keySet();
            }

            @Override
            public long[] shape(String name) {
                return new long[] {tensors.get(name).length};
            }

            @Override
            public float[] floats(String name) {
                return tensors.get(name);
            }
        };
    }
}
