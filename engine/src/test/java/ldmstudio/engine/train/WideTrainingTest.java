package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.config.Stage2Config;
import ldmstudio.engine.denoiser.Conditioning;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Layout;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.Test;

/**
 * Networks wide enough for the backward passes of our own are trained for some steps with them, and
 * with libtorch's: both end at the same weights.
 */
class WideTrainingTest {
    private static final int STEPS = 12;

    /** Of the way that the weights went. */
    private static final double TOLERANCE = 5e-4;

    @Test
    void aUNetEndsWhereLibtorchTakesIt() {
        compare(
                WideTrainingTest::unet,
                "transformer_trained_backward",
                "winograd_trained_backward",
                "norm_rows_backward");
    }

    @Test
    void anAutoencoderEndsWhereLibtorchTakesIt() {
        compare(
                WideTrainingTest::autoencoder,
                "winograd_trained_backward",
                "norm_rows_backward",
                "pixels_backward_weight");
    }

    /** A network and its step. */
    private record Training(Module network, MeasuredStep step) {}

    /** Weights before and behind the steps, and how often each operator ran. */
    private record Trained(
            List<float[]> before, List<float[]> behind, Map<String, Integer> calls) {}

    private static void compare(Function<Ops, Training> training, String... operators) {
        Trained own = train(training, Layout.AUTO);
        Trained recorded = train(training, Layout.NCHW);
        assertThat(own.calls()).containsKeys(operators);
        assertThat(recorded.calls()).doesNotContainKeys(operators);
        double way = 0;
        double apart = 0;
        for (int i = 0; i < own.behind().size(); i++) {
            assertThat(Arrays.equals(own.before().get(i), recorded.before().get(i)))
                    .as("both begin with the same weights")
                    .isTrue();
            for (int j = 0; j < own.behind().get(i).length; j++) {
                double mine = own.behind().get(i)[j];
                way += Math.pow(mine - own.before().get(i)[j], 2);
                apart += Math.pow(mine - recorded.behind().get(i)[j], 2);
            }
        }
        assertThat(way).as("the weights went somewhere").isPositive();
        assertThat(Math.sqrt(apart / way)).as("apart, of the way").isLessThan(TOLERANCE);
    }

    private static Trained train(Function<Ops, Training> made, Layout layout) {
        try (Ops ops = Ops.open(Device.cpu(), ComputeType.FP32, layout);
                Scope scope = Scope.open()) {
            Training training = made.apply(ops);
            List<float[]> before = weights(ops, training.network());
            Map<String, Integer> calls = new HashMap<>();
            ops.watch((operator, arguments, time) -> calls.merge(operator, 1, Integer::sum));
            for (int i = 0; i < STEPS; i++) {
                training.step().run();
            }
            ops.watch(null);
            return new Trained(before, weights(ops, training.network()), calls);
        }
    }

    private static List<float[]> weights(Ops ops, Module network) {
        List<float[]> values = new ArrayList<>();
        for (NDArray array : network.trainedArrays()) {
            values.add(ops.floats(array));
        }
        return values;
    }

    private static Training unet(Ops ops) {
        DenoiserNetwork unet = SmallNetworks.unet(ops, 16, List.of(128, 128), 32, 4);
        NDArray text = ops.array(new Noise(0, "text").normal(0, 0, 4 * 3 * 16), 4, 3, 16);
        float[] latents = new Noise(0, "latents").normal(0, 0, 4 * 4 * 16 * 16);
        int[] shape = {4, 16, 16};
        Conditioning told = Conditioning.ofContext(text);
        return new Training(
                unet,
                MeasuredStep.stage2(ops, unet, Stage2Config.defaults(), latents, 4, shape, told));
    }

    private static Training autoencoder(Ops ops) {
        Autoencoder vae = SmallNetworks.autoencoder(ops, 32, List.of(64, 64), 16);
        NDArray pixels =
                ops.array(new Noise(0, "pixels").normal(0, 0, 2 * 3 * 32 * 32), 2, 3, 32, 32);
        return new Training(vae, MeasuredStep.stage1(ops, vae, pixels, null));
    }
}
