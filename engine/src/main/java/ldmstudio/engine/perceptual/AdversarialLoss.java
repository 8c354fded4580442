package ldmstudio.engine.perceptual;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import ldmstudio.engine.tensor.Ops;

/**
 * What generator and discriminator minimise, from logits of any shape to scalars. The
 * discriminator's is the mean of its real and its fake half.
 */
public enum AdversarialLoss {
    /**
     * D: ½(mean max(0, 1 − r) + mean max(0, 1 + f)); G: −mean f (Lim and Ye, 2017,
     * arXiv:1705.02894).
     */
    HINGE {
        @Override
        public NDArray generator(Ops ops, NDArray fake) {
            return fake.mean().neg();
        }

        @Override
        public NDArray discriminator(Ops ops, NDArray real, NDArray fake) {
            return half(ops, ops.relu(real.neg().add(1)), ops.relu(fake.add(1)));
        }
    },

    /**
     * D: ½(mean softplus(−r) + mean softplus(f)); G: mean softplus(−f), the non-saturating form
     * (Goodfellow et al., 2014, arXiv:1406.2661).
     */
    BCE {
        @Override
        public NDArray generator(Ops ops, NDArray fake) {
            return ops.softplus(fake.neg()).mean();
        }

        @Override
        public NDArray discriminator(Ops ops, NDArray real, NDArray fake) {
            return half(ops, ops.softplus(real.neg()), ops.softplus(fake));
        }
    },

    /** D: ½(mean (r − 1)² + mean f²); G: mean (f − 1)² (Mao et al., 2017, arXiv:1611.04076). */
    LSGAN {
        @Override
        public NDArray generator(Ops ops, NDArray fake) {
            return fake.sub(1).square().mean();
        }

        @Override
        public NDArray discriminator(Ops ops, NDArray real, NDArray fake) {
            return half(ops, real.sub(1).square(), fake.square());
        }
    };

    /** From the logits of pictures that the generator made. */
    public abstract NDArray generator(Ops ops, NDArray fake);

    /** From the logits of real and of made pictures. */
    public abstract NDArray discriminator(Ops ops, NDArray real, NDArray fake);

    private static NDArray half(Ops ops, NDArray real, NDArray fake) {
        return ops.scale(real.mean().add(fake.mean()), 0.5);
    }

    /**
     * The loss of a configuration's word; {@code vanilla} is another word for {@code bce}.
     *
     * @throws IllegalArgumentException naming the words that are allowed
     */
    public static AdversarialLoss of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "hinge" -> HINGE;
            case "bce", "vanilla" -> BCE;
            case "lsgan" -> LSGAN;
            default ->
                    throw new IllegalArgumentException(
                            "disc_loss is '" + word + "', allowed are hinge, bce and lsgan");
        };
    }
}
