package ldmstudio.engine.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ExplainingAI's PatchGAN in training and after it. */
class EaiDiscriminatorParityTest {
    private static final double BF16_TOLERANCE = 0.06;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("eai_discriminator");
    }

    private static EaiDiscriminator load(ParityFixture fixture, Ops ops) throws Exception {
        JsonNode model = fixture.config("model");
        int channels = model.path("im_channels").asInt(3);
        EaiDiscriminator.Plan plain =
                EaiDiscriminator.Plan.halving(
                        channels, integers(model, "conv_channels", List.of(64, 128, 256)));
        EaiDiscriminator discriminator =
                new EaiDiscriminator(
                        ops,
                        new EaiDiscriminator.Plan(
                                channels,
                                plain.convChannels(),
                                integers(model, "kernels", plain.kernels()),
                                integers(model, "strides", plain.strides()),
                                integers(model, "paddings", plain.paddings())));
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            discriminator.load(weights);
        }
        discriminator.setTraining(true);
        return discriminator;
    }

    private static List<Integer> integers(JsonNode model, String key, List<Integer> ifAbsent) {
        if (!model.path(key).isArray()) {
            return ifAbsent;
        }
        List<Integer> numbers = new ArrayList<>();
        model.path(key).forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void lossesGradientsAndRunningStatisticsAreTheReferences(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                EaiDiscriminator discriminator = load(fixture, OPS);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray fake = fixture.array(OPS, "in.fake");
            fake.setRequiresGradient(true);
            NDArray real = fixture.array(OPS, "in.real");
            NDArray forGenerator = discriminator.forward(fake);
            fixture.check(OPS, "out.pred_fake", forGenerator);
            NDArray g = AdversarialLoss.LSGAN.generator(OPS, forGenerator);
            fixture.check(OPS, "out.g_loss", g);
            fixture.checkGradient(
                    OPS, "grad.g_loss.in.fake", Gradients.of(OPS, g, List.of(fake), false).get(0));

            NDArray fakeLogits = discriminator.forward(OPS.detach(fake));
            NDArray realLogits = discriminator.forward(real);
            fixture.check(OPS, "out.pred_fake_d", fakeLogits);
            fixture.check(OPS, "out.pred_real_d", realLogits);
            NDArray loss =
                    OPS.scale(
                            AdversarialLoss.LSGAN.discriminator(OPS, realLogits, fakeLogits),
                            fixture.config("disc_weight").asDouble(0.5));
            fixture.check(OPS, "out.loss", loss);
            List<String> names = new ArrayList<>(discriminator.parameters().keySet());
            List<NDArray> gradients = Gradients.of(OPS, loss, discriminator.trainedArrays(), false);
            int checked = 0;
            for (int i = 0; i < names.size(); i++) {
                if (fixture.has("grad." + names.get(i))) {
                    fixture.checkGradient(OPS, "grad." + names.get(i), gradients.get(i));
                    checked++;
                }
            }
            long expected =
                    fixture.io().names().stream()
                            .filter(n -> n.startsWith("grad.") && !n.startsWith("grad.g_loss."))
                            .count();
            assertThat(checked).isEqualTo((int) expected);

            String state = "out.state_after.";
            for (String name : fixture.io().names()) {
                if (name.startsWith(state)) {
                    NDArray running =
                            discriminator.state().get(name.substring(state.length())).array();
                    fixture.check(OPS, name, running);
                }
            }
            discriminator.setTraining(false);
            fixture.check(OPS, "out.eval_pred_real_after", discriminator.forward(real));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNearTheReference(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                ParityFixture fixture = ParityFixture.open(folder);
                EaiDiscriminator discriminator = load(fixture, ops);
                Scope scope = Scope.open()) {
            NDArray logits = discriminator.forward(fixture.array(ops, "in.fake"));
            fixture.check("out.pred_fake", ops.floats(logits), BF16_TOLERANCE);
        }
    }

    @Test
    void theSmallestPictureLeavesOnePatch() {
        EaiDiscriminator.Plan plan = EaiDiscriminator.Plan.doubling(1, 4, 2);
        try (EaiDiscriminator discriminator = new EaiDiscriminator(OPS, plan);
                Scope scope = Scope.open()) {
            discriminator.initialize(1);
            assertThat(discriminator.smallestSide()).isEqualTo(8);
            assertThat(discriminator.forward(OPS.ones(2, 1, 8, 8)).getShape().getShape())
                    .containsExactly(2, 1, 1, 1);
            assertThatThrownBy(() -> discriminator.forward(OPS.ones(2, 1, 7, 8)))
                    .hasMessageContaining("at least 8");
        }
        assertThatThrownBy(() -> EaiDiscriminator.Plan.doubling(3, 64, 0))
                .hasMessageContaining("conv_channels");
    }
}
