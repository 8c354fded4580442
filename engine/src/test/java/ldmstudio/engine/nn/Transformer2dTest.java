package ldmstudio.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Layout;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Transformer2dTest {
    private static final double TOLERANCE = 2e-5;

    private static NDArray leaf(Ops ops, String purpose, long... shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        NDArray x = ops.array(new Noise(5, purpose).normal(0, 0, size), shape);
        x.setRequiresGradient(true);
        return x;
    }

    /** The result and all gradients. */
    private static List<float[]> trained(
            Layout layout,
            boolean told,
            boolean onlyCross,
            boolean linear,
            boolean checkpointing,
            int rows) {
        List<float[]> numbers = new ArrayList<>();
        try (Ops ops = Ops.open(Device.cpu(), ComputeType.FP32, layout);
                Transformer2d network = new Transformer2d(ops, 16, 2, 2, 12, 4, linear, onlyCross);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            network.initialize(1);
            network.setGradientCheckpointing(checkpointing);
            NDArray x = leaf(ops, "x", 3, 16, rows, 6);
            NDArray tokens = told ? leaf(ops, "tokens", 3, 5, 12) : null;
            NDArray y = network.forward(ops.silu(x), Context.ofNullable(tokens));
            List<NDArray> wanted = new ArrayList<>(network.trainedArrays());
            wanted.add(x);
            if (tokens != null) {
                wanted.add(tokens);
            }
            NDArray seed = ops.detach(leaf(ops, "seed", 3, 16, rows, 6));
            numbers.add(ops.floats(ops.detach(y)));
            for (NDArray gradient : Gradients.of(ops, List.of(y), List.of(seed), wanted, false)) {
                numbers.add(ops.floats(gradient));
            }
        }
        return numbers;
    }

    /** The larger picture's gated layer passes in more than one band. */
    @ParameterizedTest
    @CsvSource({
        "true,false,false,false,4",
        "true,true,true,false,4",
        "true,false,false,true,4",
        "true,true,false,true,4",
        "true,false,false,false,130"
    })
    void asOneOperatorItHasTheGradientsOfItsLayers(
            boolean told, boolean onlyCross, boolean linear, boolean checkpointing, int rows) {
        List<float[]> own = trained(Layout.NHWC, told, onlyCross, linear, checkpointing, rows);
        List<float[]> layers = trained(Layout.NCHW, told, onlyCross, linear, checkpointing, rows);
        assertThat(own).hasSameSizeAs(layers);
        for (int k = 0; k < own.size(); k++) {
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < layers.get(k).length; i++) {
                largest = Math.max(largest, Math.abs(layers.get(k)[i]));
                worst = Math.max(worst, Math.abs(layers.get(k)[i] - own.get(k)[i]));
            }
            assertThat(largest).as("array %d says something", k).isPositive();
            assertThat(worst / largest).as("array %d", k).isLessThan(TOLERANCE);
        }
    }
}
