package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.Ops;

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

    public NDArray forward(NDArray x) {
        if (!training() || rate == 0) {
            return x;
        }
        long[] shape = x.getShape().getShape();
        int pictures = Math.toIntExact(shape[0]);
        int elements = Math.toIntExact(x.size() / pictures);
        NDArray mask = ops.array(clock.mask(place, pictures, elements, rate), shape);
        return ops.dropout(x, mask, 1 - rate);
    }
}
