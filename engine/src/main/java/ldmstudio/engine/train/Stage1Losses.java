package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.DiagonalGaussian;
import ldmstudio.engine.autoencoder.QuantizerLoss;
import ldmstudio.engine.autoencoder.VectorQuantizer;
import ldmstudio.engine.config.ReconstructionConfig;
import ldmstudio.engine.perceptual.AdaptiveWeight;
import ldmstudio.engine.perceptual.AdversarialLoss;
import ldmstudio.engine.perceptual.Discriminator;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.ComputeType;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The losses of an autoencoder, and their gradients.
 *
 * <p>Generator: L = d(x, x̂) + w_p · LPIPS(x, x̂) + R + λ · w_d · L_adv(D(x̂)), where d is L1 or
 * MSE averaged over all elements, R is w_kl · KL of a variational autoencoder (summed over a
 * latent's elements and averaged over pictures) or the {@link QuantizerLoss} of a quantizing one,
 * and λ balances gradients at the last layer (Esser, Rombach, Ommer, 2021, arXiv:2012.09841,
 * equation 7). Discriminator: L_D(D(x), D(x̂)) with x̂ held fixed.
 */
final class Stage1Losses {
    private final Ops ops;
    private final Autoencoder autoencoder;
    private final Discriminator discriminator;
    private final AdversarialLoss adversarial;
    private final ReconstructionConfig weights;
    private final QuantizerLoss quantizerLoss;
    private final @Nullable Lpips lpips;
    private final boolean adaptive;

    Stage1Losses(
            Ops ops,
            Autoencoder autoencoder,
            Discriminator discriminator,
            AdversarialLoss adversarial,
            ReconstructionConfig weights,
            QuantizerLoss quantizerLoss,
            @Nullable Lpips lpips,
            boolean adaptive) {
        this.ops = ops;
        this.autoencoder = autoencoder;
        this.discriminator = discriminator;
        this.adversarial = adversarial;
        this.weights = weights;
        this.quantizerLoss = quantizerLoss;
        this.lpips = lpips;
        this.adaptive = adaptive;
    }

    /** Gradients of one network with the numbers to chart. */
    record Pass(List<NDArray> gradients, Map<String, Double> metrics, @Nullable Result result) {}

    /**
     * What the generator made, without history.
     *
     * @param choice what the codebook was asked and answered; null without codebook
     */
    record Result(NDArray reconstruction, @Nullable Choice choice) {}

    /** Latents before they were quantized, and the numbers of their codes. */
    record Choice(NDArray latents, NDArray indices) {}

    /** What the decoder gets, and R. */
    private record Bottleneck(NDArray latents, NDArray loss, @Nullable Choice choice) {}

    /**
     * The generator's pass.
     *
     * @param noise ε of the posterior's sample, {@code (B, C, h, w)}; null for a quantizing
     *     autoencoder
     * @param discWeight weight of the adversarial term; 0 leaves it out
     */
    Pass generator(NDArray x, @Nullable NDArray noise, double discWeight) {
        Map<String, NDArray> metrics = new LinkedHashMap<>();
        try (Gradients.Recording on = Gradients.record()) {
            Bottleneck bottleneck = bottleneck(autoencoder.encode(x), noise, metrics);
            NDArray reconstruction =
                    ops.cast(autoencoder.decodeQuantized(bottleneck.latents()), ComputeType.FP32);
            Judged judged = judge(x, reconstruction, discWeight, metrics);
            NDArray loss = judged.loss().add(bottleneck.loss());
            List<NDArray> gradients =
                    Gradients.of(
                            ops,
                            List.of(reconstruction, bottleneck.loss()),
                            List.of(judged.gradient(), bottleneck.loss().onesLike()),
                            autoencoder.trainedArrays(),
                            false);
            Map<String, Double> numbers = new LinkedHashMap<>();
            numbers.put(Metrics.LOSS, Double.NaN);
            numbers.put(Metrics.RECONSTRUCTION_LOSS, Double.NaN);
            metrics.put(Metrics.LOSS, loss);
            numbers.putAll(read(metrics));
            return new Pass(
                    gradients,
                    numbers,
                    new Result(ops.detach(reconstruction), bottleneck.choice()));
        }
    }

    /** The terms that see the pictures, and their gradient with respect to the reconstruction. */
    private record Judged(NDArray loss, NDArray gradient) {}

    /**
     * Differentiates the terms with respect to the pictures first: the adaptive weight needs the
     * two gradients apart, and both reach the last layer, and then the whole autoencoder, through
     * the reconstruction alone. So the perceptual network and the discriminator are passed back
     * once instead of twice, and forgotten before the autoencoder is.
     */
    private Judged judge(
            NDArray x, NDArray reconstruction, double discWeight, Map<String, NDArray> metrics) {
        NDArray made = ops.detach(reconstruction);
        made.setRequiresGradient(true);
        NDArray distance =
                weights.reconstructionLoss().equals("mse") ? ops.mse(made, x) : ops.l1(made, x);
        metrics.put(Metrics.RECONSTRUCTION_LOSS, distance);
        NDArray perceived = distance;
        if (lpips != null && weights.perceptualWeight() > 0) {
            NDArray perceptual = lpips.distance(made, x).mean();
            metrics.put(Metrics.PERCEPTUAL_LOSS, perceptual);
            perceived = distance.add(ops.scale(perceptual, weights.perceptualWeight()));
        }
        NDArray fromPerceived = gradient(perceived, made);
        if (!(discWeight > 0)) {
            return new Judged(perceived, fromPerceived);
        }
        NDArray generatorLoss = adversarial.generator(ops, discriminator.forward(made));
        NDArray fromCritic = gradient(generatorLoss, made);
        NDArray weight =
                adaptive
                        ? AdaptiveWeight.of(
                                ops,
                                atLastLayer(reconstruction, fromPerceived),
                                atLastLayer(reconstruction, fromCritic),
                                discWeight)
                        : ops.scalar((float) discWeight);
        metrics.put(Metrics.GENERATOR_LOSS, generatorLoss);
        metrics.put(Metrics.ADAPTIVE_WEIGHT, weight);
        try (Gradients.Recording off = Gradients.pause()) {
            return new Judged(
                    perceived.add(generatorLoss.mul(weight)),
                    fromPerceived.add(fromCritic.mul(weight)));
        }
    }

    private NDArray gradient(NDArray loss, NDArray made) {
        return Gradients.of(ops, loss, List.of(made), false).get(0);
    }

    private NDArray atLastLayer(NDArray reconstruction, NDArray gradient) {
        return Gradients.of(
                        ops,
                        List.of(reconstruction),
                        List.of(gradient),
                        List.of(autoencoder.lastLayer().array()),
                        true)
                .get(0);
    }

    private Bottleneck bottleneck(
            NDArray encoded, @Nullable NDArray noise, Map<String, NDArray> metrics) {
        VectorQuantizer quantizer = autoencoder.quantizer();
        if (quantizer != null) {
            VectorQuantizer.Quantized quantized = quantizer.quantize(encoded);
            metrics.put(Metrics.CODEBOOK_LOSS, quantized.codebookLoss());
            metrics.put(Metrics.COMMITMENT_LOSS, quantized.commitmentLoss());
            return new Bottleneck(
                    quantized.latents(),
                    quantizerLoss.of(ops, quantized),
                    new Choice(ops.detach(encoded), quantized.indices()));
        }
        if (noise == null) {
            throw new IllegalArgumentException("A variational autoencoder needs noise to train");
        }
        DiagonalGaussian posterior = DiagonalGaussian.of(ops, encoded);
        NDArray kl = posterior.kl().mean();
        metrics.put(Metrics.KL_LOSS, kl);
        return new Bottleneck(posterior.sample(noise), ops.scale(kl, weights.klWeight()), null);
    }

    /** The discriminator's pass over real pictures and reconstructions without history. */
    Pass discriminator(NDArray x, NDArray reconstruction) {
        Map<String, NDArray> metrics = new LinkedHashMap<>();
        try (Gradients.Recording on = Gradients.record()) {
            NDArray real = discriminator.forward(x);
            NDArray fake = discriminator.forward(reconstruction);
            NDArray loss = adversarial.discriminator(ops, real, fake);
            metrics.put(Metrics.DISCRIMINATOR_LOSS, loss);
            metrics.put(Metrics.LOGITS_REAL, real.mean());
            metrics.put(Metrics.LOGITS_FAKE, fake.mean());
            List<NDArray> gradients = Gradients.of(ops, loss, discriminator.trainedArrays(), false);
            return new Pass(gradients, read(metrics), null);
        }
    }

    /** All numbers in one transfer: a GPU is waited for once. */
    private Map<String, Double> read(Map<String, NDArray> scalars) {
        try (Gradients.Recording off = Gradients.pause()) {
            float[] values = ops.floats(ops.stack(List.copyOf(scalars.values()), 0));
            Map<String, Double> numbers = new LinkedHashMap<>();
            int i = 0;
            for (String name : scalars.keySet()) {
                numbers.put(name, (double) values[i++]);
            }
            return numbers;
        }
    }
}
