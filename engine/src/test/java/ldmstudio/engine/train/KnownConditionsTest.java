package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KnownConditionsTest {
    private static final Ops OPS = Ops.cpu();
    private static final int[] SHAPE = {2, 6, 5};
    private static final Dataset PICTURES =
            Datasets.open(DrawnData.Shapes.defaults(), 8, Split.TRAIN);

    @AfterAll
    static void close() {
        OPS.close();
        PICTURES.close();
    }

    private static LatentBatches.Clean clean(int size) {
        float[] z0 = new float[size * 60];
        for (int i = 0; i < z0.length; i++) {
            z0[i] = i + 1;
        }
        return new LatentBatches.Clean(z0, size, new int[size], new int[size], PICTURES);
    }

    @Test
    void whatIsToldIsTheSampleOutsideTheMaskAndTheMaskInFront() {
        KnownConditions conditions = new KnownConditions(OPS, SHAPE, true, 3);
        try (Scope scope = Scope.open()) {
            NDArray image = Objects.requireNonNull(conditions.of(clean(4), 9).image());
            assertThat(image.getShape().getShape()).containsExactly(4, 3, 6, 5);
            float[] told = OPS.floats(image);
            for (int i = 0; i < 4; i++) {
                float[] mask = conditions.mask(9, i);
                for (int p = 0; p < 30; p++) {
                    assertThat(told[i * 90 + p]).isEqualTo(mask[p]);
                    for (int c = 0; c < 2; c++) {
                        float expected = mask[p] == 1 ? 0 : (i * 2 + c) * 30 + p + 1;
                        assertThat(told[i * 90 + 30 + c * 30 + p]).isEqualTo(expected);
                    }
                }
            }
            assertThat(OPS.floats(Objects.requireNonNull(conditions.of(clean(4), 9).image())))
                    .isEqualTo(told);
        }
    }

    @Test
    void everySideIsContinuedAndNowAndThenTheWholePicture() {
        KnownConditions conditions = new KnownConditions(OPS, SHAPE, false, 1);
        Set<List<Boolean>> corners = new HashSet<>();
        int whole = 0;
        for (int i = 0; i < 400; i++) {
            float[] mask = conditions.mask(i, 0);
            float sum = 0;
            for (float value : mask) {
                sum += value;
            }
            assertThat(sum).isBetween(1f, 30f);
            whole += sum == 30 ? 1 : 0;
            corners.add(List.of(mask[0] == 1, mask[4] == 1, mask[25] == 1, mask[29] == 1));
        }
        assertThat(whole).isBetween(15, 80);
        assertThat(corners)
                .contains(
                        List.of(true, true, false, false),
                        List.of(false, false, true, true),
                        List.of(true, false, true, false),
                        List.of(false, true, false, true));
    }
}
