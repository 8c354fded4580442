package ldmstudio.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every case compares with the same arithmetic, recorded as a whole. */
class RecomputeTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    /** A net of four layers; what it computes depends on the test. */
    private interface Net {
        /** The losses of one forward pass. */
        List<NDArray> losses(boolean recompute, NDArray x, List<NDArray> w);
    }

    private static NDArray layer(boolean recompute, NDArray w, NDArray x) {
        Recompute.Block block = in -> OPS.silu(OPS.linear(in[0], w));
        return recompute
                ? Recompute.block(OPS, block, List.of(w), x)
                : block.apply(new NDArray[] {x});
    }

    private static NDArray square(NDArray x) {
        return OPS.mse(x, x.zerosLike());
    }

    private static List<NDArray> weights() {
        List<NDArray> weights = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            NDArray w = OPS.array(new Noise(i, "w").normal(0, 0, 16), 4, 4);
            w.setRequiresGradient(true);
            weights.add(w);
        }
        return weights;
    }

    private static NDArray input() {
        NDArray x = OPS.array(new Noise(9, "x").normal(0, 0, 12), 3, 4);
        x.setRequiresGradient(true);
        return x;
    }

    /** The gradients of every loss for every wanted array, one after the other. */
    private static List<float[]> gradients(Net net, boolean recompute) {
        List<float[]> all = new ArrayList<>();
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = input();
            List<NDArray> w = weights();
            List<NDArray> wanted = new ArrayList<>(w);
            wanted.add(x);
            List<NDArray> losses = net.losses(recompute, x, w);
            for (int i = 0; i < losses.size(); i++) {
                boolean last = i == losses.size() - 1;
                for (NDArray gradient : Gradients.of(OPS, losses.get(i), wanted, !last)) {
                    all.add(OPS.floats(gradient));
                }
            }
        }
        return all;
    }

    private static void check(Net net) {
        int before = OPS.liveArrays();
        List<float[]> plain = gradients(net, false);
        List<float[]> again = gradients(net, true);
        assertThat(again).hasSameSizeAs(plain);
        for (int i = 0; i < plain.size(); i++) {
            float[] expected = plain.get(i);
            float[] actual = again.get(i);
            for (int j = 0; j < expected.length; j++) {
                assertThat(actual[j])
                        .as("gradient %d, element %d", i, j)
                        .isCloseTo(
                                expected[j],
                                org.assertj.core.data.Offset.offset(
                                        1e-6f * Math.max(1, Math.abs(expected[j]))));
            }
        }
        assertThat(OPS.liveArrays()).as("live arrays").isEqualTo(before);
    }

    @Test
    void aChainOfBlocks() {
        check(
                (recompute, x, w) -> {
                    NDArray h = x;
                    for (NDArray layer : w) {
                        h = layer(recompute, layer, h);
                    }
                    return List.of(square(h));
                });
    }

    @Test
    void outputsThatAreUsedAgainMuchLater() {
        check(
                (recompute, x, w) -> {
                    NDArray a = layer(recompute, w.get(0), x);
                    NDArray b = layer(recompute, w.get(1), a);
                    NDArray c = layer(recompute, w.get(2), b.add(a));
                    NDArray d = layer(recompute, w.get(3), c.mul(b).add(x));
                    return List.of(square(d.add(a).add(x)));
                });
    }

    @Test
    void anInputThatEveryBlockReadsAndThatHasAHistoryOfItsOwn() {
        check(
                (recompute, x, w) -> {
                    // As a timestep's embedding, or a text's: recorded, then read by all blocks.
                    NDArray embedding = OPS.silu(OPS.linear(x, w.get(0)));
                    NDArray h = x;
                    for (NDArray layer : w.subList(1, 4)) {
                        Recompute.Block block = in -> OPS.linear(in[0].mul(in[1]), layer);
                        h =
                                recompute
                                        ? Recompute.block(OPS, block, List.of(layer), h, embedding)
                                        : block.apply(new NDArray[] {h, embedding});
                    }
                    return List.of(square(h.add(embedding)));
                });
    }

    @Test
    void oneArrayAsBothInputs() {
        check(
                (recompute, x, w) -> {
                    NDArray h = layer(recompute, w.get(0), x);
                    Recompute.Block block = in -> in[0].mul(in[1]);
                    NDArray y =
                            recompute
                                    ? Recompute.block(OPS, block, List.of(), h, h)
                                    : block.apply(new NDArray[] {h, h});
                    return List.of(square(y));
                });
    }

    @Test
    void severalLossesThroughOneGraph() {
        check(
                (recompute, x, w) -> {
                    NDArray a = layer(recompute, w.get(0), x);
                    NDArray b = layer(recompute, w.get(1), a);
                    NDArray c = layer(recompute, w.get(2), b);
                    NDArray first = square(b);
                    NDArray second = square(c.sub(a));
                    return List.of(first, second, first.add(OPS.scale(second, 3)));
                });
    }

    @Test
    void frozenBlocksPassGradientsToTheirInputsOnly() {
        check(
                (recompute, x, w) -> {
                    NDArray frozen = OPS.copy(w.get(3));
                    NDArray y = layer(recompute, w.get(0), x);
                    Recompute.Block block = in -> OPS.silu(OPS.linear(in[0], frozen));
                    NDArray of =
                            recompute
                                    ? Recompute.block(OPS, block, List.of(), y)
                                    : block.apply(new NDArray[] {y});
                    return List.of(square(of));
                });
    }

    @Test
    void handlesThatAScopeHasClosedBeforeTheGradientsAreAskedFor() {
        check(
                (recompute, x, w) -> {
                    NDArray h =
                            Scope.returning(
                                    () -> {
                                        NDArray a = layer(recompute, w.get(0), OPS.scale(x, 2));
                                        NDArray b = layer(recompute, w.get(1), OPS.scale(a, 2));
                                        return OPS.scale(b, 0.5);
                                    });
                    return List.of(square(h));
                });
    }

    @Test
    void onlyTheBlocksThatAWantedGradientNeedsAreRunAgain() {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            List<NDArray> w = weights();
            int[] runs = new int[4];
            NDArray h = OPS.detach(input());
            List<NDArray> outputs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int layer = i;
                h =
                        Recompute.block(
                                OPS,
                                in -> {
                                    runs[layer]++;
                                    return OPS.silu(OPS.linear(in[0], w.get(layer)));
                                },
                                List.of(w.get(i)),
                                h);
                outputs.add(h);
            }
            NDArray loss = square(h);
            NDArray atSecond = Gradients.of(OPS, loss, List.of(outputs.get(1)), true).get(0);
            assertThat(runs).containsExactly(1, 1, 2, 2);
            NDArray atThirdWeight = Gradients.of(OPS, loss, List.of(w.get(2)), true).get(0);
            assertThat(runs).containsExactly(1, 1, 3, 3);
            assertThat(OPS.floats(atThirdWeight)).isNotEqualTo(new float[16]);
            // From the gradient at a block's output on, as if the rest did not exist.
            float[] whole = OPS.floats(Gradients.of(OPS, loss, List.of(w.get(0)), true).get(0));
            float[] rest =
                    OPS.floats(
                            Gradients.of(
                                            OPS,
                                            List.of(outputs.get(1)),
                                            List.of(atSecond),
                                            List.of(w.get(0)),
                                            false)
                                    .get(0));
            assertThat(rest).containsExactly(whole);
            assertThat(runs).containsExactly(3, 3, 4, 4);
        }
    }

    @Test
    void nothingIsRememberedOutsideARecording() {
        int before = OPS.liveArrays();
        try (Scope scope = Scope.open()) {
            NDArray w = weights().get(0);
            NDArray y = layer(true, w, input());
            assertThat(y.hasGradient()).isFalse();
            assertThat(OPS.floats(y)).containsExactly(OPS.floats(layer(false, w, input())));
        }
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    @Test
    void aFailureInTheSecondRunLeavesNothingBehind() {
        int before = OPS.liveArrays();
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray w = weights().get(0);
            boolean[] fails = {false};
            NDArray y =
                    Recompute.block(
                            OPS,
                            in -> {
                                if (fails[0]) {
                                    throw new IllegalStateException("out of luck");
                                }
                                return OPS.linear(in[0], w);
                            },
                            List.of(w),
                            input());
            fails[0] = true;
            assertThatThrownBy(() -> Gradients.of(OPS, square(y), List.of(w), false))
                    .hasMessage("out of luck");
            assertThat(Gradients.recording()).isTrue();
            assertThat(Gradients.replaying()).isFalse();
        }
        assertThat(Gradients.recording()).isFalse();
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }
}
