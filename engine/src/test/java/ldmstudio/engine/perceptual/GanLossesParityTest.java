package ldmstudio.engine.perceptual;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import ldmstudio.engine.checkpoint.SafetensorsFile;
import ldmstudio.engine.nn.Conv2d;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.parity.ParityFixture;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Puts the loss classes of taming-transformers (vq) and latent-diffusion (kl) together from this
 * package's parts, at the steps that the fixture lists.
 */
class GanLossesParityTest {
    private static final Ops OPS = Ops.cpu();

    @AfterAll
    static void close() {
        OPS.close();
    }

    /** Conv, SiLU, conv: what the fixture calls a generator. */
    private static final class Generator extends Module {
        final Conv2d a;
        final Conv2d convOut;

        Generator(Ops ops, int channels, int inner) {
            super(ops);
            a = add("a", new Conv2d(ops, channels, inner, 3, 1, 1));
            convOut = add("conv_out", new Conv2d(ops, inner, channels, 3, 1, 1));
        }

        NDArray forward(NDArray x) {
            return convOut.forward(ops.silu(a.forward(x)));
        }
    }

    private static Generator generator(ParityFixture fixture) throws Exception {
        try (SafetensorsFile weights = fixture.weights("weights_gen.safetensors")) {
            long[] shape = weights.shape("a.weight");
            Generator generator = new Generator(OPS, (int) shape[1], (int) shape[0]);
            generator.load(weights);
            return generator;
        }
    }

    private static PatchDiscriminator discriminator(ParityFixture fixture) throws Exception {
        PatchDiscriminator discriminator =
                new PatchDiscriminator(
                        OPS,
                        fixture.config("ch").asInt(),
                        fixture.config("ndf").asInt(),
                        fixture.config("disc_num_layers").asInt());
        try (SafetensorsFile weights = fixture.weights("weights_discriminator.safetensors")) {
            discriminator.load(weights);
        }
        discriminator.setTraining(true);
        return discriminator;
    }

    private static DiscriminatorSchedule schedule(ParityFixture fixture) {
        return DiscriminatorSchedule.parse("step " + fixture.config("disc_start").asInt());
    }

    private static float factor(ParityFixture fixture, long step) {
        return schedule(fixture).active(step, Long.MAX_VALUE)
                ? (float) fixture.config("disc_factor").asDouble()
                : 0;
    }

    @Test
    void theDiscriminatorStartsAtItsStep() {
        try (ParityFixture fixture = ParityFixture.open("gan_losses_adaptive")) {
            int start = fixture.config("disc_start").asInt();
            double[] expected = fixture.io().doubles("out.adopt_weight");
            for (int i = 0; i < expected.length; i++) {
                long step = (long) i * Math.max(start / 5, 1);
                assertThat((double) factor(fixture, step)).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void bothLossClassesComeOutOfTheParts() throws Exception {
        try (ParityFixture fixture = ParityFixture.open("gan_losses_adaptive")) {
            JsonNode steps = fixture.config("steps");
            for (JsonNode step : steps) {
                checkGenerator(fixture, step.asInt(), "vq");
                checkGenerator(fixture, step.asInt(), "kl");
                checkDiscriminator(fixture, step.asInt(), "vq");
                checkDiscriminator(fixture, step.asInt(), "kl");
            }
            assertThat(steps.size()).isPositive();
        }
    }

    private static void checkGenerator(ParityFixture fixture, int step, String kind)
            throws Exception {
        String out = "out." + kind + ".step" + step + ".";
        try (Generator generator = generator(fixture);
                PatchDiscriminator discriminator = discriminator(fixture);
                Scope scope = Scope.open();
                Gradients.Recording on = Gradients.record()) {
            NDArray x = fixture.array(OPS, "in.x");
            double batch = x.getShape().get(0);
            NDArray reconstruction = generator.forward(x);
            fixture.check(OPS, "out.rec", reconstruction);
            NDArray logvar =
                    OPS.array(new float[] {(float) fixture.config("logvar_init").asDouble()});
            logvar.setRequiresGradient(true);
            NDArray rec = x.sub(reconstruction).abs();
            fixture.check(OPS, out + "rec_loss", rec.mean());
            NDArray nll;
            NDArray rest;
            if (kind.equals("kl")) {
                nll = OPS.scale(rec.div(logvar.exp()).add(logvar).sum(), 1 / batch);
                NDArray kl = OPS.scale(fixture.array(OPS, "in.kl").sum(), 1 / batch);
                fixture.check(OPS, out + "kl_loss", kl);
                fixture.check(OPS, out + "logvar", logvar);
                rest = OPS.scale(kl, fixture.config("kl_weight").asDouble());
            } else {
                nll = rec.mean();
                NDArray codebook = fixture.array(OPS, "in.codebook_loss").mean();
                fixture.check(OPS, out + "quant_loss", codebook);
                rest = OPS.scale(codebook, fixture.config("codebook_weight").asDouble());
            }
            fixture.check(OPS, out + "nll_loss", nll);
            // Both reference classes use the hinge's generator loss with every discriminator loss.
            NDArray g = AdversarialLoss.HINGE.generator(OPS, discriminator.forward(reconstruction));
            fixture.check(OPS, out + "g_loss", g);
            List<NDArray> last = List.of(generator.convOut.weight().array());
            NDArray weight =
                    AdaptiveWeight.of(
                            OPS,
                            Gradients.of(OPS, nll, last, true).get(0),
                            Gradients.of(OPS, g, last, true).get(0),
                            fixture.config("disc_weight").asDouble());
            fixture.check(OPS, out + "d_weight", weight);
            float factor = factor(fixture, step);
            fixture.check(out + "disc_factor", new float[] {factor}, 1e-6);
            NDArray loss = nll.add(rest).add(OPS.scale(weight, factor).mul(g));
            fixture.check(OPS, out + "loss_g", loss);
            fixture.check(OPS, out + "total_loss", loss);
            List<NDArray> gradients =
                    Gradients.of(OPS, loss, List.of(generator.a.weight().array(), logvar), false);
            String grad = "grad." + kind + ".step" + step + ".";
            fixture.checkGradient(OPS, grad + "gen.a.weight", gradients.get(0));
            if (kind.equals("kl")) {
                fixture.checkGradient(OPS, grad + "logvar", gradients.get(1));
            }
        }
    }

    private static void checkDiscriminator(ParityFixture fixture, int step, String kind)
            throws Exception {
        String out = "out." + kind + ".step" + step + ".";
        try (Generator generator = generator(fixture);
                PatchDiscriminator discriminator = discriminator(fixture);
                Scope scope = Scope.open()) {
            NDArray x = fixture.array(OPS, "in.x");
            AdversarialLoss loss = AdversarialLoss.of(fixture.config("disc_loss").asText());
            PatchDiscriminator.Judgement judgement =
                    discriminator.judge(loss, x, generator.forward(x));
            fixture.check(OPS, out + "d_logits_real", judgement.logitsReal().mean());
            fixture.check(OPS, out + "d_logits_fake", judgement.logitsFake().mean());
            NDArray weighted = OPS.scale(judgement.loss(), factor(fixture, step));
            fixture.check(OPS, out + "loss_d", weighted);
            fixture.check(OPS, out + "d_disc_loss", weighted);
        }
    }
}
