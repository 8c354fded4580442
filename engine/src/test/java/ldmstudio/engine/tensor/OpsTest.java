package ldmstudio.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OpsTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void gradientsAreValuesAndAGraphServesTwiceWhenKept() {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray w = OPS.array(new float[] {2, 3}, 2);
            w.setRequiresGradient(true);
            NDArray loss = OPS.mse(w, OPS.zeros(2));
            float[] first = OPS.floats(Gradients.of(OPS, loss, List.of(w), true).get(0));
            float[] second = OPS.floats(Gradients.of(OPS, loss, List.of(w), false).get(0));
            assertThat(first).containsExactly(2, 3);
            assertThat(second).containsExactly(first);
        }
    }

    @Test
    void aParameterThatTheLossDoesNotTouchGetsZeros() {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray w = OPS.array(new float[] {2}, 1);
            NDArray other = OPS.array(new float[] {5, 6}, 2);
            w.setRequiresGradient(true);
            other.setRequiresGradient(true);
            List<NDArray> gradients =
                    Gradients.of(OPS, OPS.mse(w, OPS.zeros(1)), List.of(w, other), false);
            assertThat(OPS.floats(gradients.get(1))).containsExactly(0, 0);
        }
    }

    @Test
    void upsamplingInsideAConvolutionIsUpsamplingBeforeIt() {
        Noise noise = new Noise(0, "test");
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = OPS.array(noise.normal(0, 0, 2 * 5 * 3 * 4), 2, 5, 3, 4);
            NDArray w = OPS.array(noise.normal(0, 1, 7 * 5 * 9), 7, 5, 3, 3);
            NDArray b = OPS.array(noise.normal(0, 2, 7), 7);
            NDArray seed = OPS.array(noise.normal(0, 3, 2 * 7 * 6 * 8), 2, 7, 6, 8);
            List<NDArray> all = List.of(x, w, b);
            all.forEach(array -> array.setRequiresGradient(true));
            NDArray before = OPS.conv2d(OPS.upsampleNearest2x(x), w, b, 1, 1);
            NDArray inside = new ConvOps(OPS).upsample2xConv(x, w, b);
            assertThat(inside.getShape()).isEqualTo(before.getShape());
            near(inside, before);
            List<NDArray> expected = Gradients.of(OPS, List.of(before), List.of(seed), all, false);
            List<NDArray> found = Gradients.of(OPS, List.of(inside), List.of(seed), all, false);
            for (int i = 0; i < expected.size(); i++) {
                near(found.get(i), expected.get(i));
            }
        }
    }

    private static void near(NDArray found, NDArray expected) {
        float[] numbers = OPS.floats(expected);
        assertThat(OPS.floats(found))
                .hasSameSizeAs(numbers)
                .containsExactly(numbers, within(2e-4f));
    }

    @Test
    void nothingIsRecordedOutsideARecording() {
        try (Scope scope = Scope.open()) {
            assertThat(Gradients.recording()).isFalse();
            NDArray w = OPS.array(new float[] {2}, 1);
            w.setRequiresGradient(true);
            assertThatThrownBy(() -> Gradients.of(OPS, OPS.mse(w, OPS.zeros(1)), List.of(w), false))
                    .hasMessageContaining("grad");
        }
    }

    @Test
    void aScopeFreesEverythingThatWasNotNamed() {
        int before = OPS.liveArrays();
        NDArray released;
        try (Scope outer = Scope.open()) {
            NDArray kept;
            try (Scope inner = Scope.open()) {
                OPS.zeros(3).add(OPS.ones(3));
                kept = inner.keep(OPS.ones(4));
                released = Scope.release(OPS.ones(5));
            }
            assertThat(OPS.floats(kept)).hasSize(4);
            assertThat(OPS.liveArrays()).isEqualTo(before + 2);
        }
        assertThat(OPS.liveArrays()).isEqualTo(before + 1);
        released.close();
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    @Test
    void bothAttentionsAgree() {
        Noise noise = new Noise(1, "attention");
        try (Scope scope = Scope.open()) {
            NDArray q = OPS.array(noise.normal(0, 0, 2 * 3 * 5 * 4), 2, 3, 5, 4);
            NDArray k = OPS.array(noise.normal(0, 1, 2 * 3 * 7 * 4), 2, 3, 7, 4);
            NDArray v = OPS.array(noise.normal(0, 2, 2 * 3 * 7 * 4), 2, 3, 7, 4);
            float[] fused = OPS.floats(OPS.attention(q, k, v));
            float[] products =
                    OPS.floats(OPS.script().tensor("attention_products", q, k, v, 0.5, 6));
            for (int i = 0; i < fused.length; i++) {
                assertThat(fused[i]).isCloseTo(products[i], within(1e-5f));
            }
        }
    }

    @Test
    void bf16ConvolutionIsCloseToFp32AndReadsAsFloats() {
        Noise noise = new Noise(2, "conv");
        try (Ops bf16 = Ops.open(OPS.device(), ComputeType.BF16);
                Scope scope = Scope.open()) {
            float[] x = noise.normal(0, 0, 3 * 8 * 8);
            float[] w = noise.normal(0, 1, 4 * 3 * 3 * 3);
            float[] full =
                    OPS.floats(
                            OPS.conv2d(OPS.array(x, 1, 3, 8, 8), OPS.array(w, 4, 3, 3, 3), 1, 1));
            float[] half =
                    bf16.floats(
                            bf16.conv2d(
                                    bf16.array(x, 1, 3, 8, 8), bf16.array(w, 4, 3, 3, 3), 1, 1));
            for (int i = 0; i < full.length; i++) {
                assertThat(half[i]).isCloseTo(full[i], within(0.25f));
            }
            assertThat(half).isNotEqualTo(full);
        }
    }

    @Test
    void bytesForAFileAreTheNumbersHoweverTheyLie() {
        try (Scope scope = Scope.open()) {
            float[] values = new Noise(8, "bytes").normal(0, 0, 24);
            NDArray plain = OPS.array(values, 2, 3, 4);
            plain.setRequiresGradient(true);
            NDArray turned = OPS.permute(OPS.detach(plain), 2, 0, 1);
            for (NDArray x : List.of(plain, turned, OPS.cast(turned, ComputeType.BF16))) {
                ByteBuffer bytes = ArrayBytes.of(OPS, x);
                float[] read = new float[24];
                assertThat(bytes.remaining()).isEqualTo(96);
                bytes.asFloatBuffer().get(read);
                assertThat(read).isEqualTo(OPS.floats(x));
            }
            assertThat(ArrayBytes.of(OPS, plain).isDirect()).as("no copy").isTrue();
        }
    }

    @Test
    void aWrongShapeIsAnErrorOfTheOperatorNotACrash() {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> OPS.conv2d(OPS.zeros(1, 3, 8, 8), OPS.zeros(4, 2, 3, 3), 1, 1))
                    .hasMessageContaining("channels");
        }
    }

    @Test
    void aThousandStepsLeaveNoArrayBehind() {
        ListOps lists = new ListOps(OPS);
        NDArray w = OPS.ones(4, 3, 3, 3);
        w.setRequiresGradient(true);
        int before = OPS.liveArrays();
        for (int step = 0; step < 1000; step++) {
            try (Scope scope = Scope.open();
                    Gradients.Recording on = Gradients.record()) {
                NDArray y = OPS.silu(OPS.conv2d(OPS.ones(1, 3, 4, 4), w, 1, 1));
                List<NDArray> gradients =
                        Gradients.of(OPS, OPS.mse(y, OPS.zeros(1, 4, 4, 4)), List.of(w), false);
                lists.add(List.of(w), gradients, -0.01);
            }
            assertThat(OPS.liveArrays()).isEqualTo(before);
        }
        w.close();
    }

    /**
     * Autograd keeps tensors for the backward pass; numbers that came from Java must still be
     * theirs then, whatever the garbage collector does in between.
     */
    @Test
    void numbersFromJavaLiveAsLongAsTheGraph() {
        for (int round = 0; round < 20; round++) {
            try (Scope scope = Scope.open();
                    Gradients.Recording on = Gradients.record()) {
                NDArray w = OPS.ones(4);
                w.setRequiresGradient(true);
                NDArray loss =
                        Scope.returning(
                                () -> {
                                    NDArray factors = OPS.array(new float[] {1, 2, 3, 4}, 4);
                                    NDArray scaled =
                                            OPS.scale(w.mul(factors).mul(OPS.scalar(3)), 0.5);
                                    return scaled.sum();
                                });
                System.gc();
                for (int i = 0; i < 200; i++) {
                    OPS.array(new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN}, 4);
                }
                List<NDArray> gradients = Gradients.of(OPS, loss, List.of(w), false);
                assertThat(OPS.floats(gradients.get(0))).containsExactly(1.5f, 3, 4.5f, 6);
            }
        }
    }
}
