package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import ldmstudio.engine.tensor.GroupMoments;
import ldmstudio.engine.tensor.Ops;

/**
 * conv(silu(norm(x))) of a large picture band by band, with the norm's statistics of the whole and
 * one row more on either side than a band has: the same numbers as at once, up to the order of
 * sums.
 */
public final class BandConv {
    /** Takes the rows of a result from {@code top} on. */
    public interface Sink {
        /**
         * @param top first row
         * @param result of the convolution
         * @param input rows of x at the same place
         */
        void take(long top, NDArray result, NDArray input);
    }

    private final Ops ops;
    private final GroupNorm norm;
    private final Conv2d conv;

    /**
     * @param conv keeps the size: 3×3 with padding 1
     */
    public BandConv(Ops ops, GroupNorm norm, Conv2d conv) {
        this.ops = ops;
        this.norm = norm;
        this.conv = conv;
    }

    public void run(PictureRows x, Sink sink) {
        GroupMoments moments = norm.moments();
        x.each((top, bottom) -> moments.see(x.between(top, bottom)));
        x.each(
                (top, bottom) -> {
                    NDArray seen = x.between(top - 1, bottom + 1);
                    long above = top == 0 ? 0 : 1;
                    NDArray y = conv.forward(norm.silu(seen, moments));
                    sink.take(
                            top,
                            ops.narrow(y, 2, above, bottom - top),
                            ops.narrow(seen, 2, above, bottom - top));
                });
    }
}
