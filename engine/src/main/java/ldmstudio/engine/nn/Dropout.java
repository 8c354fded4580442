package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * y = x m / (1 − p) with m ~ Bernoulli(1 − p) while training, else y = x (Srivastava et al., 2014,
 * JMLR 15). The mask is a function of the clock, not of a generator's state.
 */
public final class Dropout extends Module {
    private final double rate;
    private final DropoutClock clock;
    private final int place;

    /**
     * @param rate share of the elements that are dropped, in [0, 1)
     */
    public Dropout(Ops ops, double rate, DropoutClock clock) {
        super(ops);
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout is " + rate + ", must be in [0, 1)");
        }
        this.rate = rate;
        this.clock = clock;
        this.place = clock.newPlace();
    }

    /** p. */
    public double rate() {
        return rate;
    }

    /** Whether anything is dropped now. */
    boolean active() {
        return training() && rate != 0;
    }

    public NDArray forward(NDArray x) {
        NDArray mask = mask(x.getShape().getShape());
        return mask == null ? x : ops.dropout(x, mask, 1 - rate);
    }

    /**
     * Ones where an element stays, zeros where it is dropped; null when nothing is dropped.
     *
     * @param shape {@code (B, …)}
     */
    @Nullable NDArray mask(long... shape) {
        if (!active()) {
            return null;
        }
        int pictures = Math.toIntExact(shape[0]);
        int elements = 1;
        for (int i = 1; i < shape.length; i++) {
            elements = Math.multiplyExact(elements, Math.toIntExact(shape[i]));
        }
        return ops.array(clock.mask(place, pictures, elements, rate), shape);
    }
}
