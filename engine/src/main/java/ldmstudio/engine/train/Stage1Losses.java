package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.autoencoder.Autoencoder;
import ldmstudio.engine.autoencoder.DiagonalGaussian;
import ldmstudio.engine.config.ReconstructionConfig;
import ldmstudio.engine.perceptual.AdaptiveWeight;
import ldmstudio.engine.perceptual.AdversarialLoss;
import ldmstudio.engine.perceptual.Lpips;
import ldmstudio.engine.perceptual.PatchDiscriminator;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The losses of an autoencoder, and their gradients.
 *
 * <p>Generator: L = d(x, x̂) + w_p · LPIPS(x, x̂) + w_kl · KL + λ · w_d · L_adv(D(x̂)), where d is
 * L1 or MSE averaged over all elements, KL is summed over a latent's elements and averaged over
 * pictures, and λ balances gradients at the last layer (Esser, Rombach, Ommer, 2021,
 * arXiv:2012.09841, equation 7). Discriminator: L_D(D(x), D(x̂)) with x̂ held fixed.
 */
final class Stage1Losses {
    private final Ops ops;
    private final Autoencoder autoencoder;
    private final PatchDiscriminator discriminator;
    private final AdversarialLoss adversarial;
    private final ReconstructionConfig weights;
    private final @Nullable Lpips lpips;
    private final boolean adaptive;

    Stage1Losses(
            Ops ops,
            Autoencoder autoencoder,
            PatchDiscriminator discriminator,
            AdversarialLoss adversarial,
            ReconstructionConfig weights,
            @Nullable Lpips lpips,
            boolean adaptive) {
        this.ops = ops;
        this.autoencoder = autoencoder;
        this.discriminator = discriminator;
        this.adversarial = adversarial;
        this.weights = weights;
        this.lpips = lpips;
        this.adaptive = adaptive;
    }

    /** Gradients of one network with the numbers to chart; the reconstruction has no history. */
    record Pass(
            List<NDArray> gradients,
            Map<String, Double> metrics,
            @Nullable NDArray reconstruction) {}

    /**
     * The generator's pass.
     *
     * @param noise ε of the posterior's sample, {@code (B, C, h, w)}
     * @param discWeight weight of the adversarial term; 0 leaves it out
     */
    Pass generator(NDArray x, NDArray noise, double discWeight) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        try (Gradients.Recording on = Gradients.record()) {
            DiagonalGaussian posterior = DiagonalGaussian.of(ops, autoencoder.encode(x));
            NDArray reconstruction = autoencoder.decode(posterior.sample(noise));
            NDArray distance =
                    weights.reconstructionLoss().equals("mse")
                            ? ops.mse(reconstruction, x)
                            : ops.l1(reconstruction, x);
            NDArray kl = posterior.kl().mean();
            NDArray perceived = distance;
            metrics.put(Metrics.LOSS, Double.NaN);
            metrics.put(Metrics.RECONSTRUCTION_LOSS, item(distance));
            metrics.put(Metrics.KL_LOSS, item(kl));
            if (lpips != null && weights.perceptualWeight() > 0) {
                NDArray perceptual = lpips.distance(reconstruction, x).mean();
                metrics.put(Metrics.PERCEPTUAL_LOSS, item(perceptual));
                perceived = distance.add(ops.scale(perceptual, weights.perceptualWeight()));
            }
            NDArray loss = perceived.add(ops.scale(kl, weights.klWeight()));
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
            return new Pass(gradients, metrics, ops.detach(reconstruction));
        }
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
