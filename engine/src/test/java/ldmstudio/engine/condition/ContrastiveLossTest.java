package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** CLIP's loss against its formula in plain numbers. */
class ContrastiveLossTest {
    private static final Ops OPS = Ops.cpu();
    private static final int WIDTH = 5;
    private static final double SCALE = 1.3;

    @AfterAll
    static void close() {
        OPS.close();
    }

    @Test
    void theLossIsTheMeanOfBothCrossEntropies() {
        float[] texts = new Noise(1, "texts").normal(0, 0, 3 * WIDTH);
        float[] pictures = new Noise(1, "pictures").normal(0, 0, 3 * WIDTH);
        List<String> captions = List.of("a", "b", "c");
        assertThat(loss(texts, pictures, captions))
                .isCloseTo(expected(texts, pictures, captions), within(1e-6));
    }

    @Test
    void equalCaptionsAreEachOthersPartners() {
        float[] texts = new Noise(2, "texts").normal(0, 0, 4 * WIDTH);
        float[] pictures = new Noise(2, "pictures").normal(0, 0, 4 * WIDTH);
        List<String> captions = List.of("a", "b", "a", "a");
        assertThat(loss(texts, pictures, captions))
                .isCloseTo(expected(texts, pictures, captions), within(1e-6));
        assertThat(ContrastiveLoss.partners(captions))
                .containsExactly(
                        1 / 3f, 0, 1 / 3f, 1 / 3f, 0, 1, 0, 0, 1 / 3f, 0, 1 / 3f, 1 / 3f, 1 / 3f, 0,
                        1 / 3f, 1 / 3f);
    }

    @Test
    void gradientsAreThoseOfTheFormula() {
        float[] texts = new Noise(3, "texts").normal(0, 0, 3 * WIDTH);
        float[] pictures = new Noise(3, "pictures").normal(0, 0, 3 * WIDTH);
        List<String> captions = List.of("a", "b", "a");
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray t = OPS.array(texts, 3, WIDTH);
            NDArray i = OPS.array(pictures, 3, WIDTH);
            NDArray s = OPS.scalar((float) SCALE);
            List<NDArray> leaves = List.of(t, i, s);
            leaves.forEach(leaf -> leaf.setRequiresGradient(true));
            NDArray loss = new ContrastiveLoss(OPS).loss(t, i, s, captions);
            List<NDArray> gradients = Gradients.of(OPS, loss, leaves, false);
            float[] byText = OPS.floats(gradients.get(0));
            for (int n : new int[] {0, 6, 14}) {
                float[] up = texts.clone();
                float[] down = texts.clone();
                up[n] += 1e-2f;
                down[n] -= 1e-2f;
                double slope =
                        (expected(up, pictures, captions) - expected(down, pictures, captions))
                                / ((double) up[n] - down[n]);
                assertThat((double) byText[n]).isCloseTo(slope, within(1e-4));
            }
            assertThat(OPS.item(OPS.norm(gradients.get(1)))).isGreaterThan(1e-3f);
            assertThat(OPS.item(OPS.norm(gradients.get(2)))).isGreaterThan(1e-4f);
        }
    }

    @Test
    void aPictureForEachTextIsRequired() {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(
                            () ->
                                    new ContrastiveLoss(OPS)
                                            .loss(
                                                    OPS.ones(2, 3),
                                                    OPS.ones(3, 3),
                                                    OPS.scalar(1),
                                                    List.of("a", "b")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 pictures");
        }
    }

    private static double loss(float[] texts, float[] pictures, List<String> captions) {
        try (Scope scope = Scope.open()) {
            int size = captions.size();
            return OPS.item(
                    new ContrastiveLoss(OPS)
                            .loss(
                                    OPS.array(texts, size, WIDTH),
                                    OPS.array(pictures, size, WIDTH),
                                    OPS.scalar((float) SCALE),
                                    captions));
        }
    }

    private static double expected(float[] texts, float[] pictures, List<String> captions) {
        int size = captions.size();
        double[][] logits = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                logits[i][j] =
                        Math.exp(SCALE)
                                * dot(texts, i, pictures, j)
                                / Math.sqrt(dot(texts, i, texts, i))
                                / Math.sqrt(dot(pictures, j, pictures, j));
            }
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double row = 0;
            double column = 0;
            double equal = 0;
            for (int j = 0; j < size; j++) {
                row += Math.exp(logits[i][j]);
                column += Math.exp(logits[j][i]);
                equal += captions.get(i).equals(captions.get(j)) ? 1 : 0;
            }
            for (int j = 0; j < size; j++) {
                if (captions.get(i).equals(captions.get(j))) {
                    sum -= (logits[i][j] - Math.log(row)) / equal;
                    sum -= (logits[j][i] - Math.log(column)) / equal;
                }
            }
        }
        return sum / (2 * size);
    }

    private static double dot(float[] a, int i, float[] b, int j) {
        double sum = 0;
        for (int k = 0; k < WIDTH; k++) {
            sum += (double) a[i * WIDTH + k] * b[j * WIDTH + k];
        }
        return sum;
    }
}
