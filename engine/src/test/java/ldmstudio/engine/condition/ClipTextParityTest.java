package ldmstudio.engine.condition;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import ldmstudio.engine.tensor.SequenceOps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text tower gives transformers' states, embeddings and gradients. */
class ClipTextParityTest {
    /**
     * bf16 keeps 8 bits; some layers and a unit vector later, a few percent of the largest value.
     */
    private static final double BF16_TOLERANCE = 0.05;

    static Stream<Path> fixtures() {
        return ParityFixture.folders("clip_model");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void statesAndEmbeddingsAreTheReferences(Path folder) throws Exception {
        try (Ops ops = Ops.cpu();
                Scope scope = Scope.open();
                ParityFixture fixture = ParityFixture.open(folder);
                ClipTextModel model = model(ops, fixture)) {
            NDArray ids = fixture.longArray(ops, "in.input_ids");
            check(ops, fixture, "out.", model.output(ids, null));
            if (fixture.has("in.attention_mask")) {
                ClipTextModel.Output masked =
                        model.output(ids, fixture.io().longs("in.attention_mask"));
                fixture.check(ops, "out.masked.last_hidden_state", masked.lastHiddenState());
                fixture.check(ops, "out.masked.text_embeds", masked.pooled());
            }
            TextEncoder.Features features = model.features(ids);
            fixture.check(ops, "out.last_hidden_state", features.context());
            fixture.check(ops, "out.text_embeds", features.pooled());
            fixture.check(ops, "out.last_hidden_state", model.context(ids));
            fixture.check(ops, "out.text_embeds", model.pooled(ids));
        }
    }

    private static void check(
            Ops ops, ParityFixture fixture, String prefix, ClipTextModel.Output output) {
        List<NDArray> states = output.hiddenStates();
        for (int i = 0; i < states.size(); i++) {
            fixture.check(ops, prefix + "hidden_states." + i, states.get(i));
        }
        fixture.check(ops, prefix + "last_hidden_state", output.lastHiddenState());
        if (fixture.has(prefix + "pooler_output")) {
            fixture.check(ops, prefix + "pooler_output", output.pooler());
        }
        fixture.check(ops, prefix + "text_embeds", output.pooled());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradientsAreTheReferences(Path folder) throws Exception {
        try (Ops ops = Ops.cpu();
                Scope scope = Scope.open();
                ParityFixture fixture = ParityFixture.open(folder);
                ClipTextModel model = model(ops, fixture);
                Gradients.Recording on = Gradients.record()) {
            NDArray pooled = model.pooled(fixture.longArray(ops, "in.input_ids"));
            NDArray loss = pooled.mul(fixture.array(ops, "in.cot_text")).sum();
            List<String> names = new ArrayList<>(model.parameters().keySet());
            List<NDArray> gradients = Gradients.of(ops, loss, model.trainedArrays(), false);
            int checked = 0;
            for (int i = 0; i < names.size(); i++) {
                fixture.checkGradient(ops, "grad.text." + names.get(i), gradients.get(i));
                checked++;
            }
            long expected =
                    fixture.io().names().stream().filter(n -> n.startsWith("grad.text.")).count();
            assertThat(checked).isEqualTo((int) expected);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNear(Path folder) throws Exception {
        try (Ops ops = Ops.open(ai.djl.Device.cpu(), ComputeType.BF16);
                Scope scope = Scope.open();
                ParityFixture fixture = ParityFixture.open(folder);
                ClipTextModel model = model(ops, fixture)) {
            TextEncoder.Features features = model.features(fixture.longArray(ops, "in.input_ids"));
            fixture.check("out.last_hidden_state", ops.floats(features.context()), BF16_TOLERANCE);
            fixture.check("out.text_embeds", ops.floats(features.pooled()), BF16_TOLERANCE);
            assertThat(features.pooled().getDataType().asNumpy()).isEqualTo("<f4");
            assertThat(new SequenceOps(ops).unit(features.pooled()).getShape())
                    .isEqualTo(features.pooled().getShape());
        }
    }

    static ClipTextModel model(Ops ops, ParityFixture fixture) throws Exception {
        Map<String, Object> map =
                new ObjectMapper()
                        .convertValue(
                                fixture.config("text"),
                                new TypeReference<Map<String, Object>>() {});
        try (SafetensorsFile weights = fixture.weights("weights_text.safetensors")) {
            ClipTextModel model =
                    new ClipTextModel(
                            ops,
                            ClipTextConfig.fromMap(map),
                            null,
                            weights.names().contains(ClipNames.TEXT_PROJECTION));
            model.load(ClipNames.text(weights));
            return model;
        }
    }
}
