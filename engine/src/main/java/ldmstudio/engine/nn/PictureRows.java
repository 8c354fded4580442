package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.function.BiConsumer;
import ldmstudio.engine.tensor.Ops;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A large picture {@code (1, C, H, W)} whose rows are asked for band by band: either it lies in
 * memory, or its rows are computed from a smaller one whenever they are asked for, so that it never
 * does.
 */
public final class PictureRows implements AutoCloseable {
    /** Pixels of a band. */
    private static final long PIXELS = 1 << 16;

    private final Ops ops;
    private final NDArray stored;
    private final @Nullable Conv2d upsampling;

    private PictureRows(Ops ops, NDArray stored, @Nullable Conv2d upsampling) {
        this.ops = ops;
        this.stored = stored;
        this.upsampling = upsampling;
    }

    /** A picture in memory, which belongs to the rows from now on: blocks may write over it. */
    public static PictureRows of(Ops ops, NDArray picture) {
        return new PictureRows(ops, picture, null);
    }

    /** The picture of twice the size that an upsampling convolution makes of one. */
    PictureRows upsampled(Conv2d convolution) {
        return new PictureRows(ops, stored, convolution);
    }

    public long height() {
        return stored.getShape().get(2) * (upsampling == null ? 1 : 2);
    }

    public long width() {
        return stored.getShape().get(3) * (upsampling == null ? 1 : 2);
    }

    /** Itself, where it lies in memory. */
    @Nullable NDArray whole() {
        return upsampling == null ? stored : null;
    }

    /** Rows {@code [from, to)}, cut where the picture ends. */
    NDArray between(long from, long to) {
        long top = Math.max(0, from);
        long bottom = Math.min(height(), to);
        if (upsampling == null) {
            return ops.narrow(stored, 2, top, bottom - top);
        }
        // An upsampled row sees those beside it, hence half a row more of the smaller picture.
        long first = Math.max(0, (top - 1) / 2);
        long last = Math.min(stored.getShape().get(2), bottom / 2 + 1);
        NDArray large = upsampling.forwardUpsampled(ops.narrow(stored, 2, first, last - first));
        return ops.narrow(large, 2, top - 2 * first, bottom - top);
    }

    /** Goes through bands from top to bottom, each in a scope of its own. */
    void each(BiConsumer<Long, Long> band) {
        long rows = Math.max(8, PIXELS / width());
        for (long top = 0; top < height(); top += rows) {
            try (Scope scope = Scope.open()) {
                band.accept(top, Math.min(height(), top + rows));
            }
        }
    }

    /** Frees the picture. */
    @Override
    public void close() {
        stored.close();
    }
}
