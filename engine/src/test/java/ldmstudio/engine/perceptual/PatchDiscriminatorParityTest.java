package ldmstudio.engine.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.nn.ActNorm2d;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PatchDiscriminatorParityTest {
    private static final double BF16_TOLERANCE = 0.06;
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    private static PatchDiscriminator load(ParityFixture fixture, Ops ops) throws Exception {
        PatchDiscriminator discriminator =
                new PatchDiscriminator(
                        ops,
                        fixture.config("model").path("input_nc").asInt(3),
                        fixture.config("model").path("ndf").asInt(64),
                        fixture.config("model").path("n_layers").asInt(3),
                        fixture.config("model").path("use_actnorm").asBoolean(false)
                                ? PatchDiscriminator.Norm.ACT
                                : PatchDiscriminator.Norm.BATCH);
        try (SafetensorsFile weights = fixture.weights("weights.safetensors")) {
            discriminator.load(weights);
        }
        // The reference ran with its ActNorm's numbers as they are, whatever the file says.
        discriminator
                .state()
                .forEach(
                        (name, parameter) -> {
                            if (name.endsWith(".initialized")) {
                                parameter.set(new float[] {1});
                            }
                        });
        discriminator.setTraining(true);
        return discriminator;
    }

    static Stream<Path> fixtures() {
        return ParityFixture.folders("patchgan_");
    }

    static Stream<Arguments> fixturesPlainAndCheckpointed() {
        return fixtures()
                .flatMap(
                        folder ->
                                Stream.of(Arguments.of(folder, false), Arguments.of(folder, true)));
    }

    @ParameterizedTest(name = "{0}, gradient checkpointing {1}")
    @MethodSource("fixturesPlainAndCheckpointed")
    void lossesGradientsAndRunningStatisticsAreTheReferences(Path folder, boolean checkpointing)
            throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                PatchDiscriminator discriminator = load(fixture, OPS);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            discriminator.setGradientCheckpointing(checkpointing);
            NDArray fake = fixture.array(OPS, "in.fake");
            NDArray real = fixture.array(OPS, "in.real");
            fake.setRequiresGradient(true);
            real.setRequiresGradient(true);
            NDArray logitsFake = discriminator.forward(fake);
            NDArray logitsReal = discriminator.forward(real);
            fixture.check(OPS, "out.logits_fake", logitsFake);
            fixture.check(OPS, "out.logits_real", logitsReal);
            NDArray hinge = AdversarialLoss.HINGE.discriminator(OPS, logitsReal, logitsFake);
            NDArray vanilla = AdversarialLoss.BCE.discriminator(OPS, logitsReal, logitsFake);
            NDArray lsgan = AdversarialLoss.LSGAN.discriminator(OPS, logitsReal, logitsFake);
            fixture.check(OPS, "out.hinge_d", hinge);
            fixture.check(OPS, "out.loss", hinge);
            fixture.check(OPS, "out.vanilla_d", vanilla);
            fixture.check(OPS, "out.lsgan_d", lsgan);
            NDArray g = AdversarialLoss.HINGE.generator(OPS, logitsFake);
            fixture.check(OPS, "out.g_loss", g);
            fixture.check(
                    OPS, "out.vanilla_g_softplus", AdversarialLoss.BCE.generator(OPS, logitsFake));
            fixture.check(OPS, "out.lsgan_g", AdversarialLoss.LSGAN.generator(OPS, logitsFake));

            Map<String, NDArray> arrays = new LinkedHashMap<>();
            discriminator.parameters().forEach((name, p) -> arrays.put(name, p.array()));
            arrays.put("in.fake", fake);
            arrays.put("in.real", real);
            NDArray ofG = Gradients.of(OPS, g, List.of(fake), true).get(0);
            fixture.checkGradient(OPS, "grad.g_loss.in.fake", ofG);
            List<String> names = new ArrayList<>(arrays.keySet());
            List<NDArray> values = new ArrayList<>(arrays.values());
            assertThat(check(fixture, "grad.", names, Gradients.of(OPS, hinge, values, true)))
                    .isEqualTo(count(fixture, "grad.") - 1);
            assertThat(
                            check(
                                    fixture,
                                    "grad_vanilla.",
                                    names,
                                    Gradients.of(OPS, vanilla, values, true)))
                    .isEqualTo(count(fixture, "grad_vanilla."));
            assertThat(
                            check(
                                    fixture,
                                    "grad_lsgan.",
                                    names,
                                    Gradients.of(OPS, lsgan, values, false)))
                    .isEqualTo(count(fixture, "grad_lsgan."));
        }
    }

    private static int count(ParityFixture fixture, String prefix) {
        return (int) fixture.io().names().stream().filter(n -> n.startsWith(prefix)).count();
    }

    private static int check(
            ParityFixture fixture, String prefix, List<String> names, List<NDArray> gradients) {
        int checked = 0;
        for (int i = 0; i < names.size(); i++) {
            if (fixture.has(prefix + names.get(i))) {
                fixture.checkGradient(OPS, prefix + names.get(i), gradients.get(i));
                checked++;
            }
        }
        return checked;
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void runningStatisticsFollowAndServeOutsideTraining(Path folder) throws Exception {
        try (ParityFixture fixture = ParityFixture.open(folder);
                PatchDiscriminator discriminator = load(fixture, OPS);
                Scope scope = Scope.open()) {
            discriminator.forward(fixture.array(OPS, "in.fake"));
            discriminator.forward(fixture.array(OPS, "in.real"));
            float[] running = running(discriminator.state());
            if (running.length > 0) {
                fixture.check("out.state_after", running, ParityFixture.OUTPUT_TOLERANCE);
            }
            discriminator.setTraining(false);
            fixture.check(
                    OPS,
                    "out.eval_logits_real",
                    discriminator.forward(fixture.array(OPS, "in.real")));
            assertThat(running(discriminator.state())).isEqualTo(running);
        }
    }

    /** All running statistics in the order of the state. */
    private static float[] running(Map<String, Parameter> state) {
        List<Float> all = new ArrayList<>();
        state.forEach(
                (name, parameter) -> {
                    if (name.contains("running_")) {
                        for (float value : OPS.floats(parameter.array())) {
                            all.add(value);
                        }
                    }
                });
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i);
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void bf16StaysNearTheReference(Path folder) throws Exception {
        try (Ops ops = Ops.open(OPS.device(), ComputeType.BF16);
                ParityFixture fixture = ParityFixture.open(folder);
                PatchDiscriminator discriminator = load(fixture, ops);
                Scope scope = Scope.open()) {
            NDArray logits = discriminator.forward(fixture.array(ops, "in.fake"));
            fixture.check("out.logits_fake", ops.floats(logits), BF16_TOLERANCE);
        }
    }

    @Test
    void actNormBeginsWithTheFirstBatchInTrainingAndKeepsIt() {
        try (PatchDiscriminator discriminator =
                        new PatchDiscriminator(OPS, 3, 4, 1, PatchDiscriminator.Norm.ACT);
                Scope scope = Scope.open()) {
            discriminator.initialize(1);
            NDArray first = OPS.array(new Noise(1, "x").normal(0, 0, 2 * 3 * 64), 2, 3, 8, 8);
            discriminator.forward(first);
            assertThat(state(discriminator, "main.3.initialized")).containsExactly(0);
            discriminator.setTraining(true);
            discriminator.forward(first);
            assertThat(state(discriminator, "main.3.initialized")).containsExactly(1);
            float[] loc = state(discriminator, "main.3.loc");
            float[] scale = state(discriminator, "main.3.scale");
            assertThat(loc).doesNotContain(0);
            assertThat(scale).doesNotContain(1);
            discriminator.forward(OPS.ones(2, 3, 8, 8));
            assertThat(state(discriminator, "main.3.loc")).isEqualTo(loc);
            assertThat(state(discriminator, "main.3.scale")).isEqualTo(scale);
        }
    }

    @Test
    void theFirstBatchLeavesActNormWithMeanZeroAndDeviationOne() {
        try (ActNorm2d norm = new ActNorm2d(OPS, 2);
                Scope scope = Scope.open()) {
            norm.initialize(1);
            norm.setTraining(true);
            float[] values = new Noise(2, "x").normal(0, 0, 3 * 2 * 16);
            for (int i = 0; i < values.length; i++) {
                values[i] = 5 + 3 * values[i];
            }
            float[] y = OPS.floats(norm.forward(OPS.array(values, 3, 2, 4, 4)));
            for (int c = 0; c < 2; c++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < 48; i++) {
                    float value = y[(i / 16 * 2 + c) * 16 + i % 16];
                    sum += value;
                    squares += value * value;
                }
                assertThat(sum / 48).isCloseTo(0, within(1e-5));
                assertThat(squares / 47).isCloseTo(1, within(1e-5));
            }
        }
    }

    private static float[] state(PatchDiscriminator discriminator, String name) {
        Parameter parameter = discriminator.state().get(name);
        assertThat(parameter).as(name).isNotNull();
        return OPS.floats(parameter.array());
    }

    @Test
    void aPictureWithoutOnePatchIsNamed() {
        try (PatchDiscriminator discriminator = new PatchDiscriminator(OPS, 3, 4, 3);
                Scope scope = Scope.open()) {
            discriminator.initialize(1);
            assertThatThrownBy(() -> discriminator.forward(OPS.zeros(1, 3, 16, 16)))
                    .hasMessageContaining("at least 24");
            assertThatThrownBy(() -> discriminator.forward(OPS.zeros(1, 1, 32, 32)))
                    .hasMessageContaining("(B, 3, H, W)");
            assertThat(discriminator.forward(OPS.ones(1, 3, 24, 24)).getShape().getShape())
                    .containsExactly(1, 1, 1, 1);
        }
    }
}
