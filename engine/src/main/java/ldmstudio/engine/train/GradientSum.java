package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import ldmstudio.engine.tensor.ListOps;
import ldmstudio.engine.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The mean gradient over the parts of an accumulated step; with one part it is that part's own
 * list.
 */
final class GradientSum {
    private final ListOps lists;
    private final int parts;
    private @Nullable List<NDArray> sum;

    GradientSum(ListOps lists, int parts) {
        this.lists = lists;
        this.parts = parts;
    }

    /** Adds a part; the first part's arrays are kept beyond its scope. */
    void add(List<NDArray> gradients, Scope part) {
        if (sum == null) {
            sum = gradients;
            gradients.forEach(part::keep);
        } else {
            lists.add(sum, gradients, 1);
        }
    }

    /** The mean over the parts; to be asked for once, when all were added. */
    List<NDArray> mean() {
        List<NDArray> gradients = sum;
        if (gradients == null) {
            throw new IllegalStateException("no part was added");
        }
        if (parts > 1) {
            lists.scale(gradients, 1.0 / parts);
        }
        return gradients;
    }
}
