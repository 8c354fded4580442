package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Gradients;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * λ = clamp(‖∇_L rec‖ / (‖∇_L adv‖ + 10⁻⁴), 0, 10⁴) · weight, where ∇_L is the gradient at the
 * decoder's last layer: the adversarial term pulls as hard there as the reconstruction does.
 *
 * <p>Esser et al., 2021, arXiv:2012.09841, eq. 7. The result has no history.
 */
public final class AdaptiveWeight {
    private static final double DELTA = 1e-4;
    private static final double HIGHEST = 1e4;

    private AdaptiveWeight() {}

    /**
     * A scalar array.
     *
     * @param reconstruction gradient at the weight of the decoder's last convolution of the loss
     *     that does not come from the discriminator, without the KL term
     * @param adversarial the same of the generator's loss
     * @param weight the configured weight, {@code disc_weight}
     */
    public static NDArray of(Ops ops, NDArray reconstruction, NDArray adversarial, double weight) {
        try (Gradients.Recording off = Gradients.pause()) {
            return Scope.returning(
                    () -> {
                        NDArray rec = ops.norm(reconstruction);
                        NDArray adv = ops.norm(adversarial);
                        NDArray ratio = ops.clamp(rec.div(adv.add(DELTA)), 0, HIGHEST);
                        return ops.scale(ratio, weight);
                    });
        }
    }
}
