package ldmstudio.engine.train;

import java.util.Arrays;
import java.util.Map;
import ldmstudio.engine.data.Dataset;

/** Stops a step before it writes nonsense into the weights. */
final class FiniteCheck {
    private FiniteCheck() {}

    /**
     * Looks at all numbers of a step.
     *
     * @param dataset names the pictures of the batch; null when they have no names
     * @throws DivergedException naming the first term that is not finite, and the batch
     */
    static void require(Map<String, Double> metrics, long step, Dataset dataset, int[] indices) {
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            if (!Double.isFinite(metric.getValue())) {
                String pictures =
                        String.join(
                                ", ",
                                Arrays.stream(indices)
                                        .mapToObj(i -> dataset.entry(i).id())
                                        .toList());
                throw new DivergedException(
                        metric.getKey(),
                        metric.getValue(),
                        step,
                        "All terms: " + metrics + "\nPictures of the batch: " + pictures);
            }
        }
    }
}
