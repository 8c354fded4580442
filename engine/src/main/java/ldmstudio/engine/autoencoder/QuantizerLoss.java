package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.config.AutoencoderConfig;
import ldmstudio.engine.tensor.Ops;

/**
 * The weighted sum of a codebook's two losses: L = ‖sg[z] − z_q‖² + β ‖z − sg[z_q]‖², as means.
 *
 * <p>van den Oord et al., 2017, arXiv:1711.00937, equation 3. The legacy order, L = ‖z − sg[z_q]‖²
 * + β ‖sg[z] − z_q‖², is what taming-transformers and diffusers compute by default: there β holds
 * back the codes, not the encoder. Codes that follow a moving average have no loss of their own: L
 * = β ‖z − sg[z_q]‖².
 *
 * @param beta β, the weight of commitment (in the legacy order: of the codebook)
 * @param order which term β weighs
 */
public record QuantizerLoss(double beta, Order order) {
    /** How the two losses are weighed. */
    public enum Order {
        PAPER,
        LEGACY,
        AVERAGED_CODES
    }

    public QuantizerLoss {
        if (!(beta >= 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException(
                    "commitment_beta is " + beta + ", allowed is a number of at least 0");
        }
    }

    /** What a run's configuration says. */
    public static QuantizerLoss of(AutoencoderConfig config) {
        Order order = config.legacyBeta() ? Order.LEGACY : Order.PAPER;
        return new QuantizerLoss(
                config.commitmentBeta(), config.averagedCodes() ? Order.AVERAGED_CODES : order);
    }

    /** L, a scalar. */
    public NDArray of(Ops ops, VectorQuantizer.Quantized quantized) {
        NDArray codebook = quantized.codebookLoss();
        NDArray commitment = quantized.commitmentLoss();
        return switch (order) {
            case PAPER -> codebook.add(ops.scale(commitment, beta));
            case LEGACY -> commitment.add(ops.scale(codebook, beta));
            case AVERAGED_CODES -> ops.scale(commitment, beta);
        };
    }
}
