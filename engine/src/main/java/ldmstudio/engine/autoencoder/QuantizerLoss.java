package ldmstudio.engine.autoencoder;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

/**
 * The weighted sum of a codebook's two losses: L = ‖sg[z] − z_q‖² + β ‖z − sg[z_q]‖².
 *
 * <p>van den Oord et al., 2017, arXiv:1711.00937, equation 3. The legacy order, L = ‖z − sg[z_q]‖²
 * + β ‖sg[z] − z_q‖², is what taming-transformers and diffusers compute by default: there β holds
 * back the codes, not the encoder. Codes that follow a moving average have no loss of their own.
 *
 * @param beta β, the weight of commitment (in the legacy order: of the codebook)
 * @param legacy whether β multiplies the codebook's term
 */
public record QuantizerLoss(double beta, boolean legacy) {
    public QuantizerLoss {
        if (!(beta >= 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException(
                    "commitment_beta is " + beta + ", allowed is a number of at least 0");
        }
    }

    /** L, a scalar. */
    public NDArray of(Ops ops, VectorQuantizer.Quantized quantized) {
        return legacy
                ? quantized.commitmentLoss().add(ops.scale(quantized.codebookLoss(), beta))
                : quantized.codebookLoss().add(ops.scale(quantized.commitmentLoss(), beta));
    }
}
