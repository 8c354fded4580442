package ldmstudio.engine.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import ldmstudio.engine.autoencoder.AutoencoderKl;
import ldmstudio.engine.autoencoder.AutoencoderKlConfig;
import ldmstudio.engine.autoencoder.DiagonalGaussian;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each term of stage 1 has a gradient at exactly the parameters that it should move, and at no
 * other. Public trainers have shipped with terms that moved nothing.
 */
class LossWiringTest {
    private static final Ops OPS = Ops.cpu();
    private static final AutoencoderKl AUTOENCODER =
            new AutoencoderKl(
                    OPS,
                    AutoencoderKlConfig.fromMap(
                            Map.of(
                                    "block_out_channels",
                                    List.of(8, 16),
                                    "down_block_types",
                                    List.of("DownEncoderBlock2D", "DownEncoderBlock2D"),
                                    "up_block_types",
                                    List.of("UpDecoderBlock2D", "UpDecoderBlock2D"),
                                    "norm_num_groups",
                                    4)));
    private static final PatchDiscriminator DISCRIMINATOR = new PatchDiscriminator(OPS, 3, 8, 2);

    @BeforeAll
    static void initialize() {
        AUTOENCODER.initialize(1);
        DISCRIMINATOR.initialize(2);
        DISCRIMINATOR.setTraining(true);
    }

    @AfterAll
    static void close() {
        OPS.close();
    }

    /** What one training step has before its losses. */
    private record Pass(NDArray x, DiagonalGaussian posterior, NDArray reconstruction) {}

    /** The parameters at which a loss has a gradient above rounding, autoencoder's and other's. */
    private static Set<String> moved(Function<Pass, NDArray> term) {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            Noise noise = new Noise(3, "wiring");
            NDArray x = OPS.array(noise.uniform(0, 0, 2 * 3 * 32 * 32), 2, 3, 32, 32);
            DiagonalGaussian posterior = AUTOENCODER.posterior(x);
            NDArray z =
                    posterior.sample(OPS.array(noise.normal(0, 1, 2 * 4 * 16 * 16), 2, 4, 16, 16));
            NDArray loss = term.apply(new Pass(x, posterior, AUTOENCODER.decode(z)));
            Map<String, NDArray> parameters = new LinkedHashMap<>();
            AUTOENCODER
                    .parameters()
                    .forEach((n, p) -> parameters.put("autoencoder." + n, p.array()));
            DISCRIMINATOR
                    .parameters()
                    .forEach((n, p) -> parameters.put("discriminator." + n, p.array()));
            List<String> names = new ArrayList<>(parameters.keySet());
            List<NDArray> gradients =
                    Gradients.of(OPS, loss, new ArrayList<>(parameters.values()), false);
            Set<String> moved = new TreeSet<>();
            for (int i = 0; i < names.size(); i++) {
                if (OPS.item(gradients.get(i).abs().max()) > 0) {
                    moved.add(names.get(i));
                }
            }
            return moved;
        }
    }

    private static Set<String> named(String... prefixes) {
        Set<String> names = new TreeSet<>();
        AUTOENCODER.parameters().keySet().forEach(n -> names.add("autoencoder." + n));
        DISCRIMINATOR.parameters().keySet().forEach(n -> names.add("discriminator." + n));
        names.removeIf(n -> Arrays.stream(prefixes).noneMatch(n::startsWith));
        return names;
    }

    @Test
    void theReconstructionMovesTheWholeAutoencoder() {
        assertThat(moved(pass -> OPS.l1(pass.reconstruction(), pass.x())))
                .isEqualTo(named("autoencoder."));
        assertThat(moved(pass -> OPS.mse(pass.reconstruction(), pass.x())))
                .isEqualTo(named("autoencoder."));
    }

    @Test
    void theKlTermMovesTheEncoderOnly() {
        assertThat(moved(pass -> pass.posterior().kl().mean()))
                .isEqualTo(named("autoencoder.encoder.", "autoencoder.quant_conv."));
    }

    @Test
    void thePerceptualTermMovesTheWholeAutoencoder() throws Exception {
        try (ParityFixture fixture = ParityFixture.open("lpips_vgg_small");
                SafetensorsFile weights = fixture.weights("weights.safetensors");
                Lpips lpips = Lpips.open(OPS, weights, weights)) {
            assertThat(moved(pass -> lpips.distance(pass.reconstruction(), pass.x()).mean()))
                    .isEqualTo(named("autoencoder."));
            assertThat(lpips.parameters()).as("LPIPS is frozen").isEmpty();
        }
    }

    @Test
    void theGeneratorsTermMovesTheWholeAutoencoder() {
        for (AdversarialLoss loss : AdversarialLoss.values()) {
            assertThat(
                            moved(
                                    pass ->
                                            loss.generator(
                                                    OPS,
                                                    DISCRIMINATOR.forward(pass.reconstruction()))))
                    .as(loss.name())
                    .containsAll(named("autoencoder."));
        }
    }

    @Test
    void theDiscriminatorsLossMovesTheWholeDiscriminatorOnly() {
        for (AdversarialLoss loss : AdversarialLoss.values()) {
            Set<String> expected = named("discriminator.");
            if (loss == AdversarialLoss.HINGE) {
                // While all logits are inside the margin, the last bias's two halves cancel.
                expected.remove("discriminator.main.8.bias");
            }
            assertThat(
                            moved(
                                    pass ->
                                            DISCRIMINATOR
                                                    .judge(loss, pass.x(), pass.reconstruction())
                                                    .loss()))
                    .as(loss.name())
                    .isEqualTo(expected);
        }
    }

    @Test
    void theAdaptiveWeightItselfMovesNothing() {
        try (Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = OPS.ones(1, 3, 16, 16);
            NDArray reconstruction = AUTOENCODER.decode(AUTOENCODER.posterior(x).mode());
            NDArray rec = OPS.l1(reconstruction, x);
            NDArray g = AdversarialLoss.HINGE.generator(OPS, DISCRIMINATOR.forward(reconstruction));
            NDArray last = AUTOENCODER.lastLayer().array();
            NDArray weight =
                    AdaptiveWeight.of(
                            OPS,
                            Gradients.of(OPS, rec, List.of(last), true).get(0),
                            Gradients.of(OPS, g, List.of(last), true).get(0),
                            0.5);
            assertThat(weight.hasGradient()).isFalse();
            float[] plain = OPS.floats(Gradients.of(OPS, g, List.of(last), true).get(0));
            float factor = OPS.item(weight);
            float[] weighted =
                    OPS.floats(Gradients.of(OPS, weight.mul(g), List.of(last), false).get(0));
            for (int i = 0; i < plain.length; i++) {
                assertThat(weighted[i])
                        .isCloseTo(factor * plain[i], within(1e-5f * Math.abs(factor)));
            }
        }
    }
}
