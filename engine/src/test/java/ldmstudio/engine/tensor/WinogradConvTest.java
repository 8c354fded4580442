package ldmstudio.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WinogradConvTest {
    private static final Ops OPS = Ops.cpu();
    private static final double TOLERANCE = 1e-5;

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static NDArray normal(String purpose, long... shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        return OPS.array(new Noise(7, purpose).normal(0, 0, size), shape);
    }

    private static void same(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        float[] found = OPS.floats(actual);
        float[] wanted = OPS.floats(expected);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < wanted.length; i++) {
            largest = Math.max(largest, Math.abs(wanted[i]));
            worst = Math.max(worst, Math.abs(wanted[i] - found[i]));
        }
        assertThat(worst / largest).isLessThan(TOLERANCE);
    }

    /** Sizes that tiles fit and do not fit; one picture in several bands, and several in one. */
    @ParameterizedTest
    @CsvSource({"1,8,8", "3,7,9", "2,13,6", "1,68,40", "5,16,16", "1,4,130", "2,72,68"})
    void equalsTheDirectConvolution(long batch, long height, long width) {
        try (Scope scope = Scope.open()) {
            NDArray x = normal("x", batch, 24, height, width);
            NDArray w = OPS.scale(normal("w", 40, 24, 3, 3), 0.07);
            NDArray b = normal("b", 40);
            NDArray prepared = OPS.winograd().prepare(w);
            NDArray direct = OPS.conv2d(x, w, b, 1, 1);
            same(OPS.winograd().prepared(x, prepared, b, false, null), direct);
            NDArray residual = normal("r", batch, 40, height, width);
            same(OPS.winograd().prepared(x, prepared, b, false, residual), direct.add(residual));
            same(
                    OPS.winograd().prepared(x, prepared, b, true, null),
                    OPS.conv2d(OPS.upsampleNearest2x(x), w, b, 1, 1));
        }
    }

    @Test
    void takesOnlyWhatItIsFasterAt() {
        try (Scope scope = Scope.open()) {
            NDArray x = OPS.zeros(1, 128, 16, 16);
            NDArray w = OPS.zeros(128, 128, 3, 3);
            WinogradConv winograd = OPS.winograd();
            assertThat(winograd.pays(x, w.getShape(), 1, 1)).isTrue();
            assertThat(winograd.pays(x, w.getShape(), 2, 1)).as("stride 2").isFalse();
            assertThat(winograd.pays(x, OPS.zeros(128, 3, 3, 3).getShape(), 1, 1)).isFalse();
            assertThat(winograd.pays(OPS.zeros(1, 128, 2, 2), w.getShape(), 1, 1)).isFalse();
            try (Gradients.Recording on = Gradients.record()) {
                assertThat(winograd.pays(x, w.getShape(), 1, 1)).as("recorded").isFalse();
            }
        }
    }

    @Test
    void whatWasComputedFromWeightsIsFreedWhenTheyChange() {
        try (Scope scope = Scope.open()) {
            NDArray w = normal("w", 4, 4, 3, 3);
            NDArray first = OPS.derived().of(w, "winograd", () -> OPS.winograd().prepare(w));
            assertThat(OPS.derived().of(w, "winograd", () -> OPS.winograd().prepare(w)))
                    .isSameAs(first);
            int before = OPS.liveArrays();
            new ListOps(OPS).scale(List.of(w), 2);
            assertThat(OPS.liveArrays()).isEqualTo(before - 1);
            NDArray second = OPS.derived().of(w, "winograd", () -> OPS.winograd().prepare(w));
            assertThat(second).isNotSameAs(first);
            OPS.derived().forget(w);
            assertThat(OPS.liveArrays()).isEqualTo(before - 1);
        }
    }
}
