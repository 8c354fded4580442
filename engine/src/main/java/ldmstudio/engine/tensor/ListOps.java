package ldmstudio.engine.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Operators on whole lists of parameters, in place and without recording: one native call for an
 * optimizer step, an EMA update or a gradient norm, however many tensors there are.
 */
public final class ListOps {
    private final TorchScript script;

    public ListOps(Ops ops) {
        script = ops.script();
    }

    /**
     * One AdamW step (Loshchilov and Hutter, 2017, arXiv:1711.05101, algorithm 2). {@code steps}
     * are scalar arrays that have already been advanced to the number of this step.
     */
    public void adamw(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> expAvg,
            List<NDArray> expAvgSq,
            List<NDArray> steps,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double eps) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update(
                    "adamw",
                    parameters,
                    gradients,
                    expAvg,
                    expAvgSq,
                    steps,
                    learningRate,
                    beta1,
                    beta2,
                    weightDecay,
                    eps);
        }
    }

    /**
     * AdamW that divides by the largest second moment seen (Reddi, Kale, Kumar, 2018,
     * arXiv:1904.09237).
     */
    public void adamwAmsgrad(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> expAvg,
            List<NDArray> expAvgSq,
            List<NDArray> maxExpAvgSq,
            List<NDArray> steps,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double eps) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update(
                    "adamw_amsgrad",
                    parameters,
                    gradients,
                    expAvg,
                    expAvgSq,
                    maxExpAvgSq,
                    steps,
                    learningRate,
                    beta1,
                    beta2,
                    weightDecay,
                    eps);
        }
    }

    /**
     * One Adam step with L2 regularisation added to the gradient (Kingma and Ba, 2014,
     * arXiv:1412.6980).
     */
    public void adam(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> expAvg,
            List<NDArray> expAvgSq,
            List<NDArray> steps,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double eps) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update(
                    "adam",
                    parameters,
                    gradients,
                    expAvg,
                    expAvgSq,
                    steps,
                    learningRate,
                    beta1,
                    beta2,
                    weightDecay,
                    eps);
        }
    }

    /** One SGD step with momentum; the first step stores the gradient itself as the momentum. */
    public void sgd(
            List<NDArray> parameters,
            List<NDArray> gradients,
            List<NDArray> momentumBuffers,
            double learningRate,
            double momentum,
            double weightDecay,
            boolean firstStep) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update(
                    "sgd",
                    parameters,
                    gradients,
                    momentumBuffers,
                    weightDecay,
                    momentum,
                    learningRate,
                    firstStep);
        }
    }

    /** x ← x + weight · (y − x). */
    public void lerp(List<NDArray> xs, List<NDArray> ys, double weight) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update("lerp_all", xs, ys, weight);
        }
    }

    /** x ← factor · x. */
    public void scale(List<NDArray> xs, double factor) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update("scale_all", xs, factor);
        }
    }

    /** x ← x + alpha · y. */
    public void add(List<NDArray> xs, List<NDArray> ys, double alpha) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update("add_all", xs, ys, alpha);
        }
    }

    /** x ← y. */
    public void copy(List<NDArray> xs, List<NDArray> ys) {
        try (Gradients.Recording off = Gradients.pause()) {
            script.update("copy_all", xs, ys);
        }
    }

    /** The 2-norm over all elements of all arrays, a scalar. */
    public NDArray norm(List<NDArray> xs) {
        try (Gradients.Recording off = Gradients.pause()) {
            return script.tensor("norm_all", xs);
        }
    }
}
