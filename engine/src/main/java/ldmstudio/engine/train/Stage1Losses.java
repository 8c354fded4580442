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
        Map<String, Double> metrics = new LinkedHashMap<>();
        try (Gradients.Recording on = Gradients.record()) {
            metrics.put(Metrics.LOSS, Double.NaN);
            metrics.put(Metrics.RECONSTRUCTION_LOSS, Double.NaN);
            Bottleneck bottleneck = bottleneck(autoencoder.encode(x), noise, metrics);
            NDArray reconstruction = autoencoder.decodeQuantized(bottleneck.latents());
            NDArray distance =
                    weights.reconstructionLoss().equals("mse")
                            ? ops.mse(reconstruction, x)
                            : ops.l1(reconstruction, x);
            NDArray perceived = distance;
            metrics.put(Metrics.RECONSTRUCTION_LOSS, item(distance));
            if (lpips != null && weights.perceptualWeight() > 0) {
                NDArray perceptual = lpips.distance(reconstruction, x).mean();
                metrics.put(Metrics.PERCEPTUAL_LOSS, item(perceptual));
                perceived = distance.add(ops.scale(perceptual, weights.perceptualWeight()));
            }
            NDArray loss = perceived.add(bottleneck.loss());
            if (discWeight > 0) {
                NDArray generatorLoss =
                        adversarial.generator(ops, discriminator.forward(reconstruction));
                NDArray weight =
                        adaptive
                                ? AdaptiveWeight.of(
                                        ops,
                                        perceived,
                                        generatorLoss,
                                        autoencoder.lastLayer().array(),
                                        discWeight)
                                : ops.scalar((float) discWeight);
                metrics.put(Metrics.GENERATOR_LOSS, item(generatorLoss));
                metrics.put(Metrics.ADAPTIVE_WEIGHT, item(weight));
                loss = loss.add(generatorLoss.mul(weight));
            }
            metrics.put(Metrics.LOSS, item(loss));
            List<NDArray> gradients = Gradients.of(ops, loss, autoencoder.trainedArrays(), false);
            return new Pass(
                    gradients,
                    metrics,
                    new Result(ops.detach(reconstruction), bottleneck.choice()));
        }
    }

    private Bottleneck bottleneck(
            NDArray encoded, @Nullable NDArray noise, Map<String, Double> metrics) {
        VectorQuantizer quantizer = autoencoder.quantizer();
        if (quantizer != null) {
            VectorQuantizer.Quantized quantized = quantizer.quantize(encoded);
            metrics.put(Metrics.CODEBOOK_LOSS, item(quantized.codebookLoss()));
            metrics.put(Metrics.COMMITMENT_LOSS, item(quantized.commitmentLoss()));
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
        metrics.put(Metrics.KL_LOSS, item(kl));
        return new Bottleneck(posterior.sample(noise), ops.scale(kl, weights.klWeight()), null);
    }

    /** The discriminator's pass over real pictures and reconstructions without history. */
    Pass discriminator(NDArray x, NDArray reconstruction) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        try (Gradients.Recording on = Gradients.record()) {
            NDArray real = discriminator.forward(x);
            NDArray fake = discriminator.forward(reconstruction);
            NDArray loss = adversarial.discriminator(ops, real, fake);
            metrics.put(Metrics.DISCRIMINATOR_LOSS, item(loss));
            metrics.put(Metrics.LOGITS_REAL, item(real.mean()));
            metrics.put(Metrics.LOGITS_FAKE, item(fake.mean()));
            return new Pass(
                    Gradients.of(ops, loss, discriminator.trainedArrays(), false), metrics, null);
        }
    }

    private double item(NDArray scalar) {
        return ops.item(scalar);
    }
}
