package ldmstudio.engine.train;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** What a denoiser is trained to make small. */
interface Losses {
    /**
     * The loss of a training batch, to be differentiated in the caller's scope.
     *
     * @param means takes the loss and its parts
     */
    NDArray training(LatentBatches.Clean clean, long batchNumber, MetricMeans means);

    /** The loss on held-out samples: only the weights can move it. */
    Map<String, Double> validation();
}
