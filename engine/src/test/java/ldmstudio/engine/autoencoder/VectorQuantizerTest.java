package ldmstudio.engine.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.nn.Initializer;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorQuantizerTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static VectorQuantizer fresh(int size, int width) {
        VectorQuantizer quantizer =
                new VectorQuantizer(OPS, size, width, Initializer.normal(0, 1), true);
        quantizer.initialize(1);
        return quantizer;
    }

    /** Nearest row by the definition, in double precision. */
    private static long nearest(float[] table, int width, float[] x, int at) {
        long best = -1;
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < table.length / width; k++) {
            double distance = 0;
            for (int d = 0; d < width; d++) {
                double gap = (double) x[at + d] - table[k * width + d];
                distance += gap * gap;
            }
            if (distance < smallest) {
                smallest = distance;
                best = k;
            }
        }
        return best;
    }

    @ParameterizedTest
    @CsvSource({"8192, 3", "16384, 4"})
    void largeCodebooksAreSearchedInChunksAndExactly(int size, int width) {
        // More pixels than one chunk holds: 2^24 distances are 2048 and 1024 pixels.
        int side = 48;
        try (VectorQuantizer quantizer = fresh(size, width);
                Scope scope = Scope.open()) {
            float[] z = new Noise(2, "z").normal(0, 0, width * side * side);
            NDArray indices = quantizer.indices(OPS.array(z, 1, width, side, side));
            long[] found = indices.toLongArray();
            float[] table = OPS.floats(quantizer.codebook().array());
            float[] pixel = new float[width];
            for (int i = 0; i < found.length; i += 7) {
                for (int d = 0; d < width; d++) {
                    pixel[d] = z[d * side * side + i];
                }
                long expected = nearest(table, width, pixel, 0);
                if (found[i] != expected) {
                    // Only a tie within fp32's rounding may go the other way.
                    assertThat(distance(table, width, pixel, (int) found[i]))
                            .isCloseTo(distance(table, width, pixel, (int) expected), within(1e-5));
                }
            }
        }
    }

    private static double distance(float[] table, int width, float[] pixel, int k) {
        double distance = 0;
        for (int d = 0; d < width; d++) {
            distance += Math.pow((double) pixel[d] - table[k * width + d], 2);
        }
        return distance;
    }

    @Test
    void theGradientPassesStraightThroughAndEachLossMovesItsOwnSide() {
        try (VectorQuantizer quantizer = fresh(16, 2);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray z = OPS.array(new Noise(3, "z").normal(0, 0, 2 * 2 * 4 * 4), 2, 2, 4, 4);
            z.setRequiresGradient(true);
            VectorQuantizer.Quantized quantized = quantizer.quantize(z);
            List<NDArray> both = List.of(z, quantizer.codebook().array());
            NDArray seed = OPS.array(new Noise(4, "g").normal(0, 0, 64), 2, 2, 4, 4);
            List<NDArray> through =
                    Gradients.of(OPS, List.of(quantized.latents()), List.of(seed), both, true);
            assertThat(OPS.floats(through.get(0))).isEqualTo(OPS.floats(seed));
            assertThat(OPS.floats(through.get(1))).containsOnly(0);
            List<NDArray> commitment = Gradients.of(OPS, quantized.commitmentLoss(), both, true);
            assertThat(OPS.item(commitment.get(0).abs().max())).isPositive();
            assertThat(OPS.floats(commitment.get(1))).containsOnly(0);
            List<NDArray> codebook = Gradients.of(OPS, quantized.codebookLoss(), both, true);
            assertThat(OPS.floats(codebook.get(0))).containsOnly(0);
            assertThat(OPS.item(codebook.get(1).abs().max())).isPositive();
        }
    }

    @Test
    void theLegacyOrderWeighsTheCodebookInsteadOfCommitment() {
        try (Scope scope = Scope.open()) {
            VectorQuantizer.Quantized quantized =
                    new VectorQuantizer.Quantized(
                            OPS.zeros(1), OPS.scalar(3), OPS.scalar(5), OPS.zeros(1));
            assertThat(
                            OPS.item(
                                    new QuantizerLoss(0.25, QuantizerLoss.Order.PAPER)
                                            .of(OPS, quantized)))
                    .isEqualTo(3 + 0.25f * 5);
            assertThat(
                            OPS.item(
                                    new QuantizerLoss(0.25, QuantizerLoss.Order.LEGACY)
                                            .of(OPS, quantized)))
                    .isEqualTo(5 + 0.25f * 3);
        }
        assertThatThrownBy(() -> new QuantizerLoss(-1, QuantizerLoss.Order.PAPER))
                .hasMessageContaining("commitment_beta is -1.0");
    }

    @Test
    void codesThatAnAverageSetsAreNoTrainedParameters() {
        try (VectorQuantizer quantizer =
                new VectorQuantizer(OPS, 4, 2, Initializer.uniform(0.25f), false)) {
            quantizer.initialize(1);
            assertThat(quantizer.parameters()).isEmpty();
            assertThat(quantizer.state()).containsOnlyKeys("weight");
            float[] codes = OPS.floats(quantizer.codebook().array());
            for (float code : codes) {
                assertThat(code).isBetween(-0.25f, 0.25f);
            }
        }
    }

    @Test
    void distancesAreTakenInFp32WhateverTheComputeType() {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                VectorQuantizer quantizer =
                        new VectorQuantizer(ops, 2, 1, Initializer.constant(0), true);
                Scope scope = Scope.open()) {
            quantizer.initialize(1);
            quantizer.codebook().set(new float[] {1.0f, 1.002f});
            // bf16 has no number between 1 and 1.0078.
            NDArray z = ops.array(new float[] {1.0004f, 1.0016f}, 1, 1, 1, 2);
            assertThat(quantizer.indices(z).toLongArray()).containsExactly(0, 1);
        }
    }
}
