package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;

/**
 * A network that says of every patch of a picture whether it is real, {@code (B, 3, H, W) → (B, 1,
 * h, w)} logits in fp32; above 0 means real.
 *
 * <p>Isola et al., 2017, arXiv:1611.07004, section 3.2.2.
 */
public abstract class Discriminator extends Module {
    protected Discriminator(Ops ops) {
        super(ops);
    }

    /** What the discriminator's own step needs, and what the curves show. */
    public record Judgement(NDArray loss, NDArray logitsReal, NDArray logitsFake) {}

    /**
     * Logits of the patches.
     *
     * @throws IllegalArgumentException when the pictures have other channels or leave no patch
     */
    public abstract NDArray forward(NDArray x);

    /** The smallest side of a picture that leaves one patch. */
    public abstract int smallestSide();

    /** Its {@code config.json}. */
    public abstract Map<String, Object> configMap();

    /** The discriminator's loss; nothing of it reaches what made the pictures. */
    public final Judgement judge(AdversarialLoss kind, NDArray real, NDArray fake) {
        NDArray logitsReal = forward(ops.detach(real));
        NDArray logitsFake = forward(ops.detach(fake));
        return new Judgement(
                kind.discriminator(ops, logitsReal, logitsFake), logitsReal, logitsFake);
    }
}
