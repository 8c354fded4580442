package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;

/**
 * Keeps a step from being thrown off by one batch: all gradients together are shortened to a
 * largest norm, so that their direction stays.
 *
 * <p>g ← g · min(1, maxNorm / (‖g‖₂ + 10⁻⁶)), the norm taken over all elements of all gradients.
 * Source: Pascanu, Mikolov, Bengio, 2013, arXiv:1211.5063, algorithm 1, with torch's constant.
 */
public final class GradientClipping {
    private GradientClipping() {}

    /**
     * Shortens gradients in place.
     *
     * @param maxNorm 0: leave them as they are, only measure
     * @return ‖g‖₂ before clipping; not finite when a gradient is not, and then nothing is scaled
     */
    public static double clip(Ops ops, List<NDArray> gradients, double maxNorm) {
        if (!(maxNorm >= 0)) {
            throw new IllegalArgumentException(
                    "max_grad_norm is " + maxNorm + ", must be at least 0");
        }
        try (Scope scope = Scope.open()) {
            ListOps lists = new ListOps(ops);
            float norm = ops.item(lists.norm(gradients));
            double coefficient = (float) maxNorm / (norm + 1e-6f);
            if (maxNorm > 0 && Float.isFinite(norm) && coefficient < 1) {
                lists.scale(gradients, coefficient);
            }
            return norm;
        }
    }
}
