package ldmstudio.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.CastCount;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputedWeightsTest {
    private final Ops ops = Ops.open(Device.cpu(), ComputeType.BF16);
    private final Linear linear = new Linear(ops, 8, 6);
    private final Conv2d conv = new Conv2d(ops, 4, 4, 3, 1, 1);
    private final GroupNorm norm = new GroupNorm(ops, 2, 4, 1e-5);

    ComputedWeightsTest() {
        linear.initialize(1);
        conv.initialize(2);
        norm.initialize(3);
    }

    @AfterEach
    void close() {
        ops.close();
    }

    @Test
    void aSecondAnswerCastsNothingButItsInput() {
        assertThat(casts(() -> linear.forward(rows()))).isEqualTo(3);
        assertThat(casts(() -> linear.forward(rows()))).isEqualTo(1);
        casts(() -> conv.forward(picture()));
        assertThat(casts(() -> conv.forward(picture()))).isEqualTo(1);
        casts(() -> conv.forwardUpsampled(picture()));
        assertThat(casts(() -> conv.forwardUpsampled(picture()))).isEqualTo(1);
        assertThat(casts(() -> conv.forward(conv.forward(picture()), norm))).isEqualTo(1);
    }

    @Test
    void changedWeightsAreCastAgain() {
        try (Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            float[] before = ops.floats(linear.forward(rows()));
            float[] weights = new Noise(7, "other").normal(0, 0, 48);
            linear.state().get("weight").set(weights);
            float[] after = ops.floats(linear.forward(rows()));
            assertThat(after).isNotEqualTo(before);
            Linear fresh = new Linear(ops, 8, 6);
            fresh.initialize(1);
            fresh.state().get("weight").set(weights);
            assertThat(after).isEqualTo(ops.floats(fresh.forward(rows())));
            fresh.close();
        }
    }

    @Test
    void gradientsReachTheMasters() {
        try (Scope scope = Scope.open()) {
            try (Gradients.Recording off = Gradients.pause()) {
                linear.forward(rows());
            }
            NDArray gradient;
            try (Gradients.Recording on = Gradients.record()) {
                NDArray weight = linear.state().get("weight").array();
                gradient =
                        Gradients.of(ops, linear.forward(rows()).sum(), List.of(weight), false)
                                .get(0);
            }
            assertThat(ops.norm(gradient).getFloat()).isGreaterThan(0);
        }
    }

    @Test
    void closingFreesWhatWasCast() {
        int before = ops.liveArrays();
        try (Scope scope = Scope.open()) {
            Linear other = new Linear(ops, 8, 6);
            other.initialize(4);
            try (Gradients.Recording off = Gradients.pause()) {
                other.forward(rows());
            }
            other.close();
        }
        assertThat(ops.liveArrays()).isEqualTo(before);
    }

    private NDArray rows() {
        return ops.array(new Noise(5, "rows").normal(0, 0, 24), 3, 8);
    }

    private NDArray picture() {
        return ops.array(new Noise(6, "picture").normal(0, 0, 4 * 64), 1, 4, 8, 8);
    }

    private long casts(Runnable forward) {
        CastCount count = new CastCount(ops);
        ops.watch(count);
        try (Scope scope = Scope.open();
                Gradients.Recording off = Gradients.pause()) {
            forward.run();
        } finally {
            ops.watch(null);
        }
        return count.arrays();
    }
}
