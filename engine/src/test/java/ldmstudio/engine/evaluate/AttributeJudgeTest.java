package ldmstudio.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.DrawnData;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.BatchPlan;
import ldmstudio.engine.data.DataException;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.evaluate.AttributeJudge.Head;
import ldmstudio.engine.tensor.Ops;
import org.junit.jupiter.api.Test;

class AttributeJudgeTest {
    private static final int SIDE = 16;

    private static Dataset shapes(long seed) {
        return Datasets.open(
                new DrawnData.Shapes(2000, seed, "plain", "crop", false, 0, "pictures"),
                SIDE,
                Split.ALL);
    }

    private static BatchLoader batches(Dataset data, BatchPlan plan) {
        return new BatchLoader(data, plan, SIDE, 3, "crop", false, 0);
    }

    @Test
    void itLearnsToTellFormAndColourOfFreshPictures() {
        try (Ops ops = Ops.cpu();
                Dataset real = shapes(1);
                Dataset fresh = shapes(2);
                BatchLoader training = batches(real, BatchPlan.training(0, 32));
                BatchLoader looking = batches(fresh, BatchPlan.inOrder(50))) {
            List<Head> heads = AttributeJudge.heads(real, List.of("form", "colour"));
            assertThat(heads.get(0).words())
                    .containsExactly("circle", "ring", "square", "star", "triangle");
            try (AttributeJudge judge =
                    AttributeJudge.train(
                            ops, real, training, heads, SIDE, 3, 120, 0, (s, t, l) -> {})) {
                AttributeAgreement seen = judge.accuracy(fresh, looking, 230);
                assertThat(seen.total()).isEqualTo(230);
                // By chance 1/5 and 1/6.
                assertThat(seen.byAttribute().get("form").value()).isGreaterThan(0.8);
                assertThat(seen.byAttribute().get("colour").value()).isGreaterThan(0.9);
                assertThat(seen.all().right())
                        .isLessThanOrEqualTo(seen.byAttribute().get("form").right());
            }
        }
    }

    @Test
    void anAttributeThatTheDataDoesNotNameIsRefused() {
        try (Dataset real = shapes(1)) {
            assertThatThrownBy(() -> AttributeJudge.heads(real, List.of("weight")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("'weight'", "background, colour, form");
            // All plain shapes are large: nothing to tell apart.
            assertThatThrownBy(() -> AttributeJudge.heads(real, List.of("size")))
                    .isInstanceOf(DataException.class);
        }
    }

    @Test
    void agreementCountsEachAttributeAndAllTogether() {
        AttributeAgreement agreement = new AttributeAgreement(List.of("form", "colour"));
        Map<String, String> redStar = Map.of("form", "star", "colour", "red", "size", "large");
        assertThat(agreement.add(redStar, Map.of("form", "star", "colour", "red"))).isTrue();
        assertThat(agreement.add(redStar, Map.of("form", "star", "colour", "blue"))).isFalse();
        assertThat(agreement.add(redStar, Map.of("form", "ring", "colour", "red"))).isFalse();
        assertThat(agreement.all()).isEqualTo(new Share(1, 3));
        assertThat(agreement.byAttribute())
                .isEqualTo(Map.of("form", new Share(2, 3), "colour", new Share(2, 3)));
        assertThat(agreement.byWord("form")).isEqualTo(Map.of("star", new Share(2, 3)));
    }
}
