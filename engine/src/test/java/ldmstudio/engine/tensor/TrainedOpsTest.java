package ldmstudio.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every gradient is compared with what libtorch records of the same layer. */
class TrainedOpsTest {
    private static final Ops OPS = Ops.open(Device.cpu(), ComputeType.FP32, Layout.NHWC);
    private static final double TOLERANCE = 2e-5;

    private final TrainedOps trained = new TrainedOps(OPS);

    /** The matrices of the transforms stay. */
    @BeforeAll
    static void prepare() {
        OPS.winograd().prepare(OPS.zeros(8, 8, 3, 3)).close();
    }

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static NDArray leaf(String purpose, double scale, double shift, long... shape) {
        int size = 1;
        for (long side : shape) {
            size *= (int) side;
        }
        float[] values = new Noise(3, purpose).normal(0, 0, size);
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * values[i] + shift);
        }
        NDArray x = OPS.array(values, shape);
        x.setRequiresGradient(true);
        return x;
    }

    private static void same(List<NDArray> actual, List<NDArray> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < actual.size(); k++) {
            assertThat(actual.get(k).getShape()).isEqualTo(expected.get(k).getShape());
            float[] found = OPS.floats(actual.get(k));
            float[] wanted = OPS.floats(expected.get(k));
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < wanted.length; i++) {
                largest = Math.max(largest, Math.abs(wanted[i]));
                worst = Math.max(worst, Math.abs(wanted[i] - found[i]));
            }
            assertThat(largest).as("gradient %d says something", k).isPositive();
            assertThat(worst / largest).as("gradient %d", k).isLessThan(TOLERANCE);
        }
    }

    private static List<NDArray> with(NDArray result, List<NDArray> gradients) {
        List<NDArray> all = new ArrayList<>(List.of(result));
        all.addAll(gradients);
        return all;
    }

    private static List<NDArray> gradients(NDArray y, List<NDArray> wanted) {
        NDArray seed = OPS.detach(leaf("seed", 1, 0, y.getShape().getShape()));
        return with(OPS.detach(y), Gradients.of(OPS, List.of(y), List.of(seed), wanted, false));
    }

    /** Whole, and large ones in parts of several pictures and of some rows. */
    @ParameterizedTest
    @CsvSource({
        "2,8,4,6,5,true",
        "3,64,32,16,16,true",
        "2,64,32,16,16,false",
        "1,6,1,1,1,true",
        "2,32,2,9,7,false",
        "2,64,16,70,43,true",
        "2,96,3,61,50,false",
        "3,64,16,90,80,true",
        "1,96,32,120,100,true",
        "1,96,32,120,100,false"
    })
    void theNormsGradients(int batch, int channels, int groups, int h, int w, boolean silu) {
        int before = OPS.liveArrays();
        try (Scope scope = Scope.open()) {
            NDArray x = leaf("x", 2, 3, batch, channels, h, w);
            NDArray weight = leaf("weight", 0.5, 1, channels);
            NDArray bias = leaf("bias", 0.5, 0, channels);
            List<NDArray> wanted = List.of(x, weight, bias);
            List<NDArray> own;
            List<NDArray> recorded;
            try (Gradients.Recording on = Gradients.record()) {
                own =
                        gradients(
                                trained.norm(
                                        x, new TrainedOps.Norm(groups, weight, bias, 1e-5, silu)),
                                wanted);
            }
            try (Gradients.Recording on = Gradients.record()) {
                recorded =
                        gradients(
                                OPS.script()
                                        .tensor(
                                                silu ? "group_norm_silu" : "group_norm",
                                                x,
                                                groups,
                                                weight,
                                                bias,
                                                1e-5),
                                wanted);
            }
            same(own, recorded);
        }
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    @Test
    void aWeightThatIsAlsoTheInputHasBothPartsOfItsGradient() {
        try (Scope scope = Scope.open()) {
            NDArray both = leaf("both", 1, 0, 8, 8, 1, 1);
            List<NDArray> own;
            List<NDArray> recorded;
            try (Gradients.Recording on = Gradients.record()) {
                own = gradients(trained.pixels(both, null, both, null, null), List.of(both));
            }
            try (Gradients.Recording on = Gradients.record()) {
                recorded = gradients(OPS.conv2d(both, both, 1, 0), List.of(both));
            }
            same(own, recorded);
        }
    }

    /** Filtered and direct, whole tiles and not, with and without norm, addends of both shapes. */
    @ParameterizedTest
    @CsvSource({
        "16,96,96,8,8,3,1,true,true,whole",
        "13,96,104,7,9,3,1,true,true,shift",
        "4,128,96,16,13,3,1,false,false,none",
        "2,96,96,40,36,3,1,true,true,none",
        "1,96,104,101,98,3,1,true,true,whole",
        "6,64,64,57,64,3,1,true,true,shift",
        "6,64,64,57,64,3,1,false,true,none",
        "2,16,24,9,7,3,1,true,true,whole",
        "2,16,8,6,7,1,0,true,true,shift",
        "3,8,24,9,8,3,0,false,true,none",
        "2,8,8,9,8,5,2,true,false,shift"
    })
    void theConvolutionsGradients(
            int batch,
            int in,
            int out,
            int h,
            int w,
            int kernel,
            int padding,
            boolean normed,
            boolean biased,
            String beside) {
        int before = OPS.liveArrays();
        try (Scope scope = Scope.open()) {
            int lost = kernel - 1 - 2 * padding;
            NDArray x = leaf("x", 1, 0.5, batch, in, h, w);
            NDArray weight = leaf("weight", 1 / Math.sqrt(9.0 * in), 0, out, in, kernel, kernel);
            NDArray bias = biased ? leaf("bias", 1, 0, out) : null;
            NDArray gamma = leaf("gamma", 0.5, 1, in);
            NDArray beta = leaf("beta", 0.5, 0, in);
            NDArray addend =
                    switch (beside) {
                        case "whole" -> leaf("addend", 1, 0, batch, out, h - lost, w - lost);
                        case "shift" -> leaf("addend", 1, 0, batch, out, 1, 1);
                        default -> null;
                    };
            List<NDArray> wanted = new ArrayList<>(List.of(x, weight));
            if (bias != null) {
                wanted.add(bias);
            }
            if (normed) {
                wanted.addAll(List.of(gamma, beta));
            }
            if (addend != null) {
                wanted.add(addend);
            }
            List<NDArray> own;
            List<NDArray> recorded;
            TrainedOps.Norm norm = normed ? new TrainedOps.Norm(4, gamma, beta, 1e-5, true) : null;
            try (Gradients.Recording on = Gradients.record()) {
                // Graph before and behind, so that pieces of both kinds meet.
                NDArray y = trained.conv(x.add(x), norm, weight, bias, padding, addend);
                own = gradients(OPS.silu(y), wanted);
            }
            try (Gradients.Recording on = Gradients.record()) {
                NDArray read = x.add(x);
                if (normed) {
                    read = OPS.script().tensor("group_norm_silu", read, 4, gamma, beta, 1e-5);
                }
                NDArray y =
                        bias == null
                                ? OPS.conv2d(read, weight, 1, padding)
                                : OPS.conv2d(read, weight, bias, 1, padding);
                recorded = gradients(OPS.silu(addend == null ? y : y.add(addend)), wanted);
            }
            same(own, recorded);
        }
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    /** Whole tiles and not, bands of pictures and of rows. */
    @ParameterizedTest
    @CsvSource({"3,96,96,8,8", "5,96,104,7,9", "1,104,96,51,48", "2,96,64,45,48"})
    void theGradientsOfAConvolutionOfEveryPixelFourTimes(int batch, int in, int out, int h, int w) {
        int before = OPS.liveArrays();
        try (Scope scope = Scope.open()) {
            NDArray x = leaf("x", 1, 0.5, batch, in, h, w);
            NDArray weight = leaf("weight", 1 / Math.sqrt(9.0 * in), 0, out, in, 3, 3);
            NDArray bias = leaf("bias", 1, 0, out);
            List<NDArray> wanted = List.of(x, weight, bias);
            List<NDArray> own;
            List<NDArray> recorded;
            try (Gradients.Recording on = Gradients.record()) {
                own = gradients(trained.upsampledConv(x, weight, bias), wanted);
            }
            try (Gradients.Recording on = Gradients.record()) {
                recorded =
                        gradients(OPS.conv2d(OPS.upsampleNearest2x(x), weight, bias, 1, 1), wanted);
            }
            same(own, recorded);
        }
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    /** Weights of a linear layer and of a convolution, with and without norm, bias and addend. */
    @ParameterizedTest
    @CsvSource({"true,true,true,false", "false,true,false,true", "true,false,true,true"})
    void theGradientsOfAMapOfEveryPixel(
            boolean normed, boolean biased, boolean added, boolean kernel) {
        int before = OPS.liveArrays();
        try (Scope scope = Scope.open()) {
            NDArray x = leaf("x", 1, 0.5, 3, 12, 5, 7);
            NDArray weight =
                    kernel ? leaf("weight", 0.3, 0, 20, 12, 1, 1) : leaf("weight", 0.3, 0, 20, 12);
            NDArray bias = biased ? leaf("bias", 1, 0, 20) : null;
            NDArray gamma = leaf("gamma", 0.5, 1, 12);
            NDArray beta = leaf("beta", 0.5, 0, 12);
            NDArray addend = added ? leaf("addend", 1, 0, 3, 20, 5, 7) : null;
            List<NDArray> wanted = new ArrayList<>(List.of(x, weight));
            if (bias != null) {
                wanted.add(bias);
            }
            if (normed) {
                wanted.addAll(List.of(gamma, beta));
            }
            if (addend != null) {
                wanted.add(addend);
            }
            TrainedOps.Norm norm = normed ? new TrainedOps.Norm(4, gamma, beta, 1e-5, false) : null;
            List<NDArray> own;
            List<NDArray> recorded;
            try (Gradients.Recording on = Gradients.record()) {
                own = gradients(trained.pixels(x.add(x), norm, weight, bias, addend), wanted);
            }
            try (Gradients.Recording on = Gradients.record()) {
                NDArray read = x.add(x);
                if (normed) {
                    read = OPS.script().tensor("group_norm", read, 4, gamma, beta, 1e-5);
                }
                NDArray tokens = OPS.toTokens(read);
                NDArray map = OPS.reshape(weight, 20, 12);
                NDArray y =
                        OPS.toPicture(
                                bias == null
                                        ? OPS.linear(tokens, map)
                                        : OPS.linear(tokens, map, bias),
                                5,
                                7);
                recorded = gradients(addend == null ? y : y.add(addend), wanted);
            }
            same(own, recorded);
        }
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    @Test
    void theGradientsOfAnEmbeddingsProjectionAndOfPicturesSideBySide() {
        int before = OPS.liveArrays();
        try (Scope scope = Scope.open()) {
            NDArray embedding = leaf("embedding", 1, 0, 3, 10);
            NDArray weight = leaf("weight", 0.3, 0, 8, 10);
            NDArray bias = leaf("bias", 1, 0, 8);
            NDArray x = leaf("x", 1, 0, 3, 8, 4, 5);
            NDArray y = leaf("y", 1, 0, 3, 6, 4, 5);
            List<NDArray> wanted = List.of(embedding, weight, bias, x, y);
            List<NDArray> own;
            List<NDArray> recorded;
            try (Gradients.Recording on = Gradients.record()) {
                NDArray shift = trained.projection(embedding, weight, bias);
                own = gradients(trained.beside(x.mul(shift), y.add(y)), wanted);
            }
            try (Gradients.Recording on = Gradients.record()) {
                NDArray z = OPS.linear(OPS.silu(embedding), weight, bias);
                NDArray shift = OPS.reshape(z, 3, 8, 1, 1);
                recorded = gradients(OPS.cat(List.of(x.mul(shift), y.add(y)), 1), wanted);
            }
            same(own, recorded);
        }
        assertThat(OPS.liveArrays()).isEqualTo(before);
    }

    /** A weight that a recorded operator reads as well has both gradients. */
    @Test
    void whatIsReadTwiceHasBothGradients() {
        try (Scope scope = Scope.open()) {
            NDArray x = leaf("x", 1, 0, 3, 12, 5, 7);
            NDArray weight = leaf("weight", 0.3, 0, 12, 12);
            List<NDArray> wanted = List.of(x, weight);
            List<NDArray> own;
            List<NDArray> recorded;
            try (Gradients.Recording on = Gradients.record()) {
                NDArray tokens = OPS.toTokens(OPS.silu(x));
                NDArray before = OPS.toPicture(OPS.linear(tokens, weight), 5, 7);
                own = gradients(trained.pixels(before, null, weight, null, null), wanted);
            }
            try (Gradients.Recording on = Gradients.record()) {
                NDArray tokens = OPS.linear(OPS.toTokens(OPS.silu(x)), weight);
                recorded = gradients(OPS.toPicture(OPS.linear(tokens, weight), 5, 7), wanted);
            }
            same(own, recorded);
        }
    }
}
