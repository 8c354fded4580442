package ldmstudio.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.Autoencoders;
import ldmstudio.engine.autoencoder.QuantizerLoss;
import ldmstudio.engine.autoencoder.QuantizerLoss.Order;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.config.ReconstructionConfig;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.perceptual.AdversarialLoss;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.perceptual.PatchDiscriminator;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The trainer's own losses: each term, switched on and off, changes the gradient of exactly the
 * parameters that it should.
 */
class Stage1LossesTest {
    private static final Ops OPS = Ops.cpu();
    private static final Autoencoder KL = autoencoder("AutoencoderKL", Map.of());
    private static final Autoencoder VQ =
            autoencoder("VQModel", Map.of("num_vq_embeddings", 4, "latent_channels", 4));
    private static final PatchDiscriminator DISCRIMINATOR = new PatchDiscriminator(OPS, 3, 8, 2);
    private static final QuantizerLoss NOTHING = new QuantizerLoss(0, Order.AVERAGED_CODES);

    private static Autoencoder autoencoder(String className, Map<String, Object> more) {
        Map<String, Object> map = new java.util.LinkedHashMap<>(more);
        map.put("_class_name", className);
        map.put("block_out_channels", List.of(8, 16));
        map.put("down_block_types", List.of("DownEncoderBlock2D", "DownEncoderBlock2D"));
        map.put("up_block_types", List.of("UpDecoderBlock2D", "UpDecoderBlock2D"));
        map.put("norm_num_groups", 4);
        map.put("mid_block_add_attention", false);
        return Autoencoders.fromConfig(OPS, map);
    }

    @BeforeAll
    static void initialize() {
        KL.initialize(1);
        VQ.initialize(1);
        DISCRIMINATOR.initialize(2);
        DISCRIMINATOR.setTraining(true);
    }

    @AfterAll
    static void close() {
        OPS.close();
    }

    /** The weights of one pass; the reconstruction's own is always 1. */
    private record Terms(
            double kl, QuantizerLoss codes, @Nullable Lpips lpips, double perceptual, double disc) {
        static final Terms NONE = new Terms(0, NOTHING, null, 0, 0);

        Terms kl(double weight) {
            return new Terms(weight, codes, lpips, perceptual, disc);
        }

        Terms codes(double beta, Order order) {
            return new Terms(kl, new QuantizerLoss(beta, order), lpips, perceptual, disc);
        }

        Terms perceptual(Lpips network) {
            return new Terms(kl, codes, network, 1, disc);
        }

        Terms disc(double weight) {
            return new Terms(kl, codes, lpips, perceptual, weight);
        }
    }

    private static Stage1Losses losses(Autoencoder autoencoder, Terms terms) {
        return new Stage1Losses(
                OPS,
                autoencoder,
                DISCRIMINATOR,
                AdversarialLoss.HINGE,
                new ReconstructionConfig("l1", terms.kl(), terms.perceptual(), "", ""),
                terms.codes(),
                terms.lpips(),
                false);
    }

    private static NDArray pictures() {
        return OPS.array(new Noise(3, "x").uniform(0, 0, 2 * 3 * 32 * 32), 2, 3, 32, 32);
    }

    private static List<float[]> gradients(Autoencoder autoencoder, Terms terms) {
        try (Scope scope = Scope.open()) {
            NDArray noise =
                    autoencoder.variational()
                            ? OPS.array(
                                    new Noise(4, "e").normal(0, 0, 2 * 4 * 16 * 16), 2, 4, 16, 16)
                            : null;
            Stage1Losses.Pass pass =
                    losses(autoencoder, terms).generator(pictures(), noise, terms.disc());
            assertThat(pass.result().reconstruction().hasGradient()).isFalse();
            List<float[]> values = new ArrayList<>();
            pass.gradients().forEach(g -> values.add(OPS.floats(g)));
            return values;
        }
    }

    /** Where the gradient is not zero. */
    private static Set<String> moved(Autoencoder autoencoder, Terms terms) {
        List<float[]> with = gradients(autoencoder, terms);
        return names(autoencoder, i -> !Arrays.equals(with.get(i), new float[with.get(i).length]));
    }

    /** Where two choices of terms differ, bit by bit. */
    private static Set<String> changed(Autoencoder autoencoder, Terms off, Terms on) {
        List<float[]> without = gradients(autoencoder, off);
        List<float[]> with = gradients(autoencoder, on);
        return names(autoencoder, i -> !Arrays.equals(without.get(i), with.get(i)));
    }

    private static Set<String> names(
            Autoencoder autoencoder, java.util.function.IntPredicate chosen) {
        List<String> all = new ArrayList<>(autoencoder.parameters().keySet());
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            if (chosen.test(i)) {
                names.add(all.get(i));
            }
        }
        return names;
    }

    private static Set<String> named(Autoencoder autoencoder, String... prefixes) {
        Set<String> names = new TreeSet<>(autoencoder.parameters().keySet());
        names.removeIf(n -> Arrays.stream(prefixes).noneMatch(n::startsWith));
        return names;
    }

    private static Set<String> allButTheCodes() {
        return named(VQ, "encoder.", "quant_conv.", "post_quant_conv.", "decoder.");
    }

    @Test
    void theReconstructionAloneMovesTheWholeKlAutoencoder() {
        assertThat(moved(KL, Terms.NONE)).isEqualTo(named(KL, ""));
    }

    @Test
    void theKlTermMovesTheEncoderOnly() {
        assertThat(changed(KL, Terms.NONE, Terms.NONE.kl(1)))
                .isEqualTo(named(KL, "encoder.", "quant_conv."));
    }

    @Test
    void theReconstructionMovesAllOfAVqVaeButItsCodes() {
        assertThat(moved(VQ, Terms.NONE)).isEqualTo(allButTheCodes());
    }

    @Test
    void theCodebooksLossMovesTheCodesOnly() {
        assertThat(changed(VQ, Terms.NONE, Terms.NONE.codes(0, Order.PAPER)))
                .containsExactly("quantize.embedding.weight");
        assertThat(
                        changed(
                                VQ,
                                Terms.NONE.codes(0, Order.LEGACY),
                                Terms.NONE.codes(1, Order.LEGACY)))
                .containsExactly("quantize.embedding.weight");
    }

    @Test
    void commitmentMovesTheEncoderOnly() {
        Set<String> encoder = named(VQ, "encoder.", "quant_conv.");
        assertThat(changed(VQ, Terms.NONE, Terms.NONE.codes(1, Order.AVERAGED_CODES)))
                .isEqualTo(encoder);
        assertThat(changed(VQ, Terms.NONE.codes(0, Order.PAPER), Terms.NONE.codes(1, Order.PAPER)))
                .isEqualTo(encoder);
        assertThat(changed(VQ, Terms.NONE, Terms.NONE.codes(0, Order.LEGACY))).isEqualTo(encoder);
    }

    @Test
    void thePerceptualTermMovesWhateverTheReconstructionMoves() throws Exception {
        try (ParityFixture fixture = ParityFixture.open("lpips_vgg_small");
                SafetensorsFile weights = fixture.weights("weights.safetensors");
                Lpips lpips = Lpips.open(OPS, weights, weights)) {
            Terms on = Terms.NONE.perceptual(lpips);
            assertThat(changed(KL, Terms.NONE, on)).isEqualTo(named(KL, ""));
            assertThat(changed(VQ, Terms.NONE, on)).isEqualTo(allButTheCodes());
        }
    }

    @Test
    void theAdversarialTermMovesTheAutoencoderAndNeverTheCodes() {
        assertThat(changed(KL, Terms.NONE, Terms.NONE.disc(0.5))).isEqualTo(named(KL, ""));
        assertThat(changed(VQ, Terms.NONE, Terms.NONE.disc(0.5))).isEqualTo(allButTheCodes());
    }

    @Test
    void theDiscriminatorsPassMovesTheDiscriminatorOnly() {
        try (Scope scope = Scope.open()) {
            NDArray x = pictures();
            Stage1Losses losses = losses(VQ, Terms.NONE);
            Stage1Losses.Pass generator = losses.generator(x, null, 0.5);
            List<String> names = new ArrayList<>(DISCRIMINATOR.parameters().keySet());
            List<NDArray> gradients =
                    losses.discriminator(x, generator.result().reconstruction()).gradients();
            assertThat(gradients).hasSameSizeAs(names);
            for (int i = 0; i < names.size(); i++) {
                // While all logits are inside the margin, the last bias's two halves cancel.
                if (!names.get(i).equals("main.8.bias")) {
                    assertThat(OPS.item(gradients.get(i).abs().max()))
                            .as(names.get(i))
                            .isPositive();
                }
            }
        }
    }

    @Test
    void theChoiceOfCodesComesBackForTheCodebooksUpkeep() {
        try (Scope scope = Scope.open()) {
            Stage1Losses.Pass pass = losses(VQ, Terms.NONE).generator(pictures(), null, 0);
            Stage1Losses.Choice choice = pass.result().choice();
            assertThat(choice.latents().getShape().getShape()).containsExactly(2, 4, 16, 16);
            assertThat(choice.latents().hasGradient()).isFalse();
            assertThat(choice.indices().toLongArray())
                    .isEqualTo(VQ.quantizer().indices(choice.latents()).toLongArray());
            assertThat(pass.metrics())
                    .containsKeys("codebook_loss", "commitment_loss")
                    .doesNotContainKey("kl_loss");
        }
    }

    @Test
    void aVariationalAutoencoderWithoutNoiseIsRefused() {
        assertThatThrownBy(() -> losses(KL, Terms.NONE).generator(pictures(), null, 0))
                .hasMessageContaining("needs noise");
    }
}
