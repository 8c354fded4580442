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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vision tower and the whole of CLIP give transformers' states, embeddings and gradients. */
class ClipVisionParityTest {
    /** bf16 keeps 8 bits; some layers later, a few percent of the largest value. */
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
                ClipVisionModel model = model(ops, fixture)) {
            NDArray pixels = fixture.array(ops, "in.pixel_values");
            ClipVisionModel.Output output = model.output(pixels);
            for (int i = 0; i < output.hiddenStates().size(); i++) {
                fixture.check(ops, "out.vision.hidden_states." + i, output.hiddenStates().get(i));
            }
            fixture.check(ops, "out.vision.last_hidden_state", output.lastHiddenState());
            fixture.check(ops, "out.image_embeds", output.pooled());
            fixture.check(ops, "out.image_embeds", model.pooled(pixels));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theWholeGivesCosinesLossAndGradients(Path folder) throws Exception {
        try (Ops ops = Ops.cpu();
                Scope scope = Scope.open();
                ParityFixture fixture = ParityFixture.open(folder);
                ClipModel model =
                        new ClipModel(
                                ops, ClipTextParityTest.model(ops, fixture), model(ops, fixture));
                Gradients.Recording on = Gradients.record()) {
            model.logitScale().set(new float[] {(float) ClipModel.INITIAL_LOGIT_SCALE});
            NDArray texts = model.text().pooled(fixture.longArray(ops, "in.input_ids"));
            NDArray pixels = fixture.array(ops, "in.pixel_values");
            pixels.setRequiresGradient(true);
            NDArray pictures = model.vision().pooled(pixels);
            fixture.check(ops, "out.cosine", model.cosines(texts, pictures));
            NDArray loss =
                    texts.mul(fixture.array(ops, "in.cot_text"))
                            .sum()
                            .add(pictures.mul(fixture.array(ops, "in.cot_image")).sum());
            fixture.check(ops, "out.loss", loss);
            List<String> names = new ArrayList<>(model.parameters().keySet());
            List<NDArray> arrays = new ArrayList<>(model.trainedArrays());
            names.add("pixel_values");
            arrays.add(pixels);
            List<NDArray> gradients = Gradients.of(ops, loss, arrays, false);
            int checked = 0;
            for (int i = 0; i < names.size(); i++) {
                for (String tower : List.of("grad.text.", "grad.vision.", "grad.in.")) {
                    if (fixture.has(tower + names.get(i))) {
                        fixture.checkGradient(ops, tower + names.get(i), gradients.get(i));
                        checked++;
                    }
                }
            }
            long expected =
                    fixture.io().names().stream().filter(n -> n.startsWith("grad.")).count();
            assertThat(checked).isEqualTo((int) expected);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNear(Path folder) throws Exception {
        try (Ops ops = Ops.open(ai.djl.Device.cpu(), ComputeType.BF16);
                Scope scope = Scope.open();
                ParityFixture fixture = ParityFixture.open(folder);
                ClipVisionModel model = model(ops, fixture)) {
            NDArray pooled = model.pooled(fixture.array(ops, "in.pixel_values"));
            fixture.check("out.image_embeds", ops.floats(pooled), BF16_TOLERANCE);
        }
    }

    private static ClipVisionModel model(Ops ops, ParityFixture fixture) throws Exception {
        Map<String, Object> map =
                new ObjectMapper()
                        .convertValue(
                                fixture.config("vision"),
                                new TypeReference<Map<String, Object>>() {});
        try (SafetensorsFile weights = fixture.weights("weights_vision.safetensors")) {
            ClipVisionModel model =
                    new ClipVisionModel(
                            ops,
                            ClipVisionConfig.fromMap(map),
                            weights.names().contains(ClipNames.VISION_PROJECTION));
            model.load(ClipNames.vision(weights));
            return model;
        }
    }
}
