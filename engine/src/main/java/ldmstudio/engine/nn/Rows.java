package ldmstudio.engine.nn;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import ldmstudio.engine.tensor.Ops;

/**
 * Batches of different lengths side by side: where the same samples are computed under several
 * conditions, what comes before the first condition is computed once, {@code B} rows, and stands
 * for {@code n · B} of them, {@code b, b, …}, from there on.
 */
public final class Rows {
    private Rows() {}

    /**
     * A batch repeated as often as needed; itself where it is long enough.
     *
     * @throws IllegalArgumentException when the length is no multiple of the batch's
     */
    public static NDArray repeated(Ops ops, NDArray x, long rows) {
        long batch = x.getShape().get(0);
        if (batch >= rows) {
            return x;
        }
        if (rows % batch != 0) {
            throw new IllegalArgumentException(
                    rows + " conditions cannot be shared out among " + batch + " samples");
        }
        return ops.cat(Collections.nCopies(Math.toIntExact(rows / batch), x), 0);
    }

    /** x + y, the shorter one repeated. */
    static NDArray sum(Ops ops, NDArray x, NDArray y) {
        return repeated(ops, x, y.getShape().get(0)).add(repeated(ops, y, x.getShape().get(0)));
    }
}
