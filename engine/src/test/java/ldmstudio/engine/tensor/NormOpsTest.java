package ldmstudio.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormOpsTest {
    /** Narrow and wide groups, small and large pictures, batches of several chunks. */
    @ParameterizedTest
    @CsvSource({"2,64,8,8", "9,128,16,16", "1,96,40,40", "3,256,4,4", "5,384,16,16"})
    void bothLayoutsNormAlike(long batch, long channels, long height, long width) {
        try (Ops first = Ops.open(Device.cpu(), ComputeType.FP32, Layout.NCHW);
                Ops last = Ops.open(Device.cpu(), ComputeType.FP32, Layout.NHWC);
                Scope scope = Scope.open()) {
            int size = (int) (batch * channels * height * width);
            float[] x = new Noise(3, "x").normal(0, 0, size);
            for (int i = 0; i < size; i++) {
                // A mean far from zero: the variance must not be lost in its square.
                x[i] = 50 + x[i];
            }
            float[] w = new Noise(3, "w").normal(0, 0, (int) channels);
            float[] b = new Noise(3, "b").normal(0, 0, (int) channels);
            float[] wanted = norm(first, x, w, b, batch, channels, height, width);
            float[] found = norm(last, x, w, b, batch, channels, height, width);
            for (int i = 0; i < size; i++) {
                assertThat(found[i]).isCloseTo(wanted[i], within(1e-4f));
            }
        }
    }

    private static float[] norm(Ops ops, float[] x, float[] w, float[] b, long... shape) {
        NDArray weight = ops.array(w, w.length);
        NDArray bias = ops.array(b, b.length);
        // A convolution brings the picture into the layout.
        NDArray same = ops.ones(1, 1, 1, 1);
        NDArray picture =
                ops.reshape(
                        ops.conv2d(
                                ops.array(x, shape[0] * shape[1], 1, shape[2], shape[3]),
                                same,
                                1,
                                0),
                        shape);
        NormOps norms = new NormOps(ops);
        return ops.floats(
                norms.groupNormSilu(picture, 32, weight, bias, 1e-6)
                        .add(norms.groupNorm(picture, 32, weight, bias, 1e-6)));
    }
}
